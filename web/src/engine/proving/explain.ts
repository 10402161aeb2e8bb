// The closer look at one object: its patches, anchors and limits.

import { CoreRun, type Corners } from '../../../core/farsight.mjs';
import { anchorLimit, lookCloser, type ObjectTruth, type SceneTruth } from '../../../core/proving.mjs';
import type { Model } from '../models';
import type { Photo } from '../photos';
import type { DetectSettings } from '../protocol';
import type { WhyView } from './protocol';

export interface Looked {
  run: CoreRun;
  photo: Photo;
  model: Model;
  detect: DetectSettings;
  truth: SceneTruth | null;
}

export type Target = { truth: ObjectTruth } | { box: Corners };

/** Null when nothing of the object is in sight. */
export function explain(shown: Looked, target: Target, request: number): WhyView | null {
  const truth = 'truth' in target ? target.truth : null;
  const box = 'truth' in target ? target.truth.visible : target.box;
  if (box[2] <= box[0] || box[3] <= box[1]) return null;
  const focal = shown.truth?.focal;
  return {
    kind: 'why',
    request,
    truth,
    why: lookCloser(shown.run, shown.model.card, shown.photo.image, box),
    limit: truth && focal ? withPyramid(shown, (run) => limitFor(run, truth, focal)) : null,
  };
}

/** The limit is the pyramid's too, even while it is off. */
function withPyramid<T>({ run, photo, model, detect }: Looked, use: (run: CoreRun) => T): T {
  if (detect.pyramid) return use(run);
  const planned = new CoreRun(model.card, photo.image.width, photo.image.height, {
    ...detect,
    pyramid: true,
    levels: 0,
    finestZoom: 0,
  });
  try {
    return use(planned);
  } finally {
    planned.free();
  }
}

function limitFor(run: CoreRun, truth: ObjectTruth, focalPx: number) {
  const [x0, y0, x1, y1] = truth.amodal;
  return anchorLimit(run, {
    heightM: (truth.height * truth.distance) / focalPx,
    aspect: (x1 - x0) / (y1 - y0),
    focalPx,
  });
}
