// The proving ground's half of the core in JavaScript; farsight.mjs loads the core.

import { Handle, CoreImage, core, failure, takeJson, withText } from './farsight.mjs';

const numeric = (value) => (value === 'infinity' ? Infinity : value);

function crossing({ place, low, high }) {
  return { place: numeric(place), low: numeric(low), high: numeric(high) };
}

function curve({ points, d50, d90 }) {
  return { points, d50: crossing(d50), d90: crossing(d90) };
}

/** A scene and, once it was rendered, its ground truth. */
export class ProvingGround extends Handle {
  constructor(options, card) {
    const create = (text, size) => core.fs_scene_create(text, size, card?.pointer ?? 0);
    super(withText(JSON.stringify(options), create), core.fs_scene_free);
  }

  move(id, metres) {
    if (!core.fs_scene_move(this.pointer, id, metres)) throw failure();
  }

  render(shrink = 1) {
    return new CoreImage(core.fs_scene_render(this.pointer, shrink));
  }

  describe() {
    return takeJson(core.fs_scene_describe(this.pointer));
  }

  judge(run, card) {
    return takeJson(core.fs_scene_judge(this.pointer, run.pointer, card.pointer));
  }
}

/** Recall over distance of one configuration, growing scene by scene. */
export class Study extends Handle {
  constructor() {
    super(core.fs_study_create(), core.fs_study_free);
  }

  add(ground, run, card) {
    if (!core.fs_study_add(this.pointer, ground.pointer, run.pointer, card.pointer)) throw failure();
  }

  curves() {
    const { scenes, fullFrame, pyramid } = takeJson(core.fs_study_curves(this.pointer));
    return { scenes, fullFrame: curve(fullFrame), pyramid: curve(pyramid) };
  }
}

export function anchorLimit(run, { heightM, aspect, focalPx }) {
  return takeJson(core.fs_anchor_limit(run.pointer, heightM, aspect, focalPx));
}

/** The two patches of an object as RGBA, and all that is measured on them. */
export function lookCloser(run, card, image, box) {
  const why = new (class Why extends Handle {})(
    core.fs_why_create(run.pointer, card.pointer, image.pointer, ...box),
    core.fs_why_free,
  );
  try {
    const { fullFrame, best, ...rest } = takeJson(core.fs_why_describe(why.pointer));
    const withPatch = (look, isBest) => {
      const patch = new CoreImage(core.fs_why_patch(why.pointer, isBest));
      const pixels = new Uint8ClampedArray(patch.bytes());
      patch.free();
      return { ...look, pixels };
    };
    return { ...rest, fullFrame: withPatch(fullFrame, false), best: withPatch(best, true) };
  } finally {
    why.free();
  }
}
