// The closer look at one object: its patches and anchors.

import type { CoreRun, Corners } from '../../../core/farsight.mjs';
import { lookCloser, type ObjectTruth } from '../../../core/proving.mjs';
import type { Model } from '../models';
import type { Photo } from '../photos';
import type { WhyView } from './protocol';

export interface Looked {
  run: CoreRun;
  photo: Photo;
  model: Model;
}

export type Target = { truth: ObjectTruth } | { box: Corners };

/** Null when nothing of the object is in sight. */
export function explain({ run, photo, model }: Looked, target: Target, request: number): WhyView | null {
  const truth = 'truth' in target ? target.truth : null;
  const box = 'truth' in target ? target.truth.visible : target.box;
  if (box[2] <= box[0] || box[3] <= box[1]) return null;
  return { kind: 'why', request, truth, why: lookCloser(run, model.card, photo.image, box) };
}
