// The proving ground's half of the core in JavaScript; farsight.mjs loads the core.

import { Handle, CoreImage, CoreRun, core, failure, takeJson, takeText, withText } from './farsight.mjs';

/** A scene and, once it was rendered, its ground truth. */
export class ProvingGround extends Handle {
  constructor(options) {
    super(withText(JSON.stringify(options), core.fs_scene_create), core.fs_scene_free);
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
  constructor(settings, card) {
    const create = (text, size) => core.fs_study_create(text, size, card.pointer);
    super(withText(JSON.stringify(settings), create), core.fs_study_free);
  }

  /** After so many scenes it is done. */
  static get mostScenes() {
    return core.fs_study_most_scenes();
  }

  get scenes() {
    return core.fs_study_scenes(this.pointer);
  }

  render() {
    return new CoreImage(core.fs_study_render(this.pointer));
  }

  run(card) {
    return new CoreRun(core.fs_study_run(this.pointer, card.pointer));
  }

  add(run, ms) {
    if (!core.fs_study_add(this.pointer, run.pointer, ms)) throw failure();
  }

  /** One line of JSON. */
  result(title) {
    return takeText(withText(title, (text, size) => core.fs_study_result(this.pointer, text, size)));
  }
}

export const configurationsCsvHead = () => takeText(core.fs_configurations_csv_head());

export function distanceLimit(run, card, ground, object) {
  return takeJson(core.fs_distance_limit(run.pointer, card.pointer, ground?.pointer ?? 0, object));
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
