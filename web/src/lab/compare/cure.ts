// The demonstration that training is the cure: one network, taught near objects only, beside the same taught all sizes.

import { catalogue } from '../catalogue';
import { anotherScene } from '../proving/ground';
import { assign } from '../state/store';

const kPatient = 'near-only';
const kCured = 'multi-scale';

export const hasCure = [kPatient, kCured].every((name) => catalogue.models.some(({ id }) => id === name));

/** Both on one scene and on the full frame alone, so that nothing but the training differs. */
export function showCure(): void {
  anotherScene(() =>
    assign({ source: 'scene', model: kPatient, versus: true, otherModel: kCured, pyramid: false, otherPyramid: false }),
  );
}
