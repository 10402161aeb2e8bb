// What the lab knows now, by the names that lessons use.

import { computed } from '@preact/signals';
import { chosenObject, verdictOf, why } from '../proving/ground';
import { study } from '../proving/RangeStudy';
import { onScene } from '../proving/scene_state';
import { model, result, selected, stale, status } from '../session';
import { factNames, type FactName } from './fact_names';
import truth from '../../../../assets/truth/kite.json';

/** Counted by eye in the photo of the beach; crowds are neither counted nor missed. */
export const peopleOnBeach = truth.annotations.filter(({ iscrowd }) => iscrowd === 0).length;

const number = (yes: boolean | null | undefined) => (yes === null || yes === undefined ? null : Number(yes));
const percent = (part: number) => Math.round(100 * part);

/** Of the run that answers what is set now; null: not known yet. */
export const facts = computed<Record<FactName, number | null>>(() => {
  const known = Object.fromEntries(factNames.map((name) => [name, null])) as Record<FactName, number | null>;
  known.people = peopleOnBeach;
  known['own-model'] = Number(model.value?.id.startsWith('own:') ?? false);
  known.input = model.value?.input.width ?? null;
  const { scenes, fullFrame, pyramid } = study.value?.result ?? {};
  known.scenes = scenes ?? 0;
  known['d50-full'] = metresOf(fullFrame?.d50);
  known.d50 = metresOf(pyramid?.d50);
  const found = result.value;
  if (!found?.done || stale.value || status.value.state !== 'ready') return known;
  known.full = found.counts.fullFrameAlone;
  known.total = found.counts.total;
  known.recovered = found.counts.recovered;
  known.tiles = found.plan.tiles.length / 4;
  known.inputs = Number(found.plan.pixelRatio.toFixed(1));
  known.chosen = Number(onScene.value ? chosenObject.value !== null : selected.value.length > 0);
  const { judgement } = found;
  if (!judgement) return known;
  known['in-sight'] = judgement.inSight;
  known['found-full'] = judgement.fullFrame;
  known.found = judgement.pyramid;
  known.missed = judgement.inSight - judgement.pyramid;
  known.false = judgement.falseBoxes.pyramid.length;
  const object = chosenObject.value;
  if (!object) return known;
  const verdict = verdictOf(object.id);
  known['chosen-metres'] = Math.round(object.distance);
  known['chosen-found-full'] = number(verdict?.fullFrame);
  known['chosen-found'] = number(verdict?.pyramid);
  const look = why.value?.truth?.id === object.id ? why.value.why : null;
  if (!look) return known;
  known['width-full'] = Math.round(look.fullFrame.width);
  known['width-best'] = Math.round(look.best.width);
  known['anchor-full'] = look.fullFrame.anchor && percent(look.fullFrame.anchorIou);
  known['anchor-best'] = look.best.anchor && percent(look.best.anchorIou);
  known.field = look.fullFrame.field > 0 ? Math.round(look.fullFrame.field) : null;
  return known;
});

/** "34" is a figure; "< 5" and a dash are none. */
function metresOf(d50: string | undefined): number | null {
  return d50 !== undefined && /^[\d.]+$/.test(d50) ? Number(d50) : null;
}
