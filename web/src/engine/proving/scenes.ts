// Scenes as pictures: rendered by the core, drawn again when an object moves.

import { ProvingGround, type SceneTruth } from '../../../core/proving.mjs';
import type { CoreImage } from '../../../core/farsight.mjs';
import type { Photo } from '../photos';
import type { SceneSettings } from './protocol';

/** The scene shown: as many objects as a street holds, near and far. */
const kScene = { objects: 14, nearest: 6, farthest: 90 };
/** While an object is dragged, a picture that takes longer than this is preceded by a smaller preview. */
const kLiveMs = 40;
/** On a slow machine a preview of half the size is too slow too. */
const kSlowMs = 250;

export interface ScenePicture extends Photo {
  /** The scene's, whatever was moved in it. */
  sceneId: string;
  ground: ProvingGround;
  truth: SceneTruth;
}

/** A scene in little, each side divided by `shrink`; the truth is in the whole picture's pixels. */
export interface Preview {
  sceneId: string;
  image: CoreImage;
  shrink: number;
  truth: SceneTruth;
}

export type ShowPreview = (preview: Preview) => Promise<void>;

export class SceneShelf {
  #ground: ProvingGround | undefined;
  #sceneId = '';
  #moved = new Map<number, number>();
  #shown: ScenePicture | undefined;
  /** A job that was overtaken may still hold it. */
  #before: ScenePicture | undefined;

  async get(settings: SceneSettings, signal: AbortSignal, preview: ShowPreview): Promise<ScenePicture> {
    const id = `scene:${JSON.stringify(settings)}`;
    if (this.#shown?.id === id) return this.#shown;
    const isDragged = this.#arrange(settings);
    const ground = this.#ground as ProvingGround;
    const lastMs = this.#shown?.decodeMs ?? 0;
    if (isDragged && lastMs > kLiveMs) {
      await this.#preview(ground, lastMs > kSlowMs ? 4 : 2, preview);
      // Newer wants arrive between two tasks, never inside one.
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
    }
    const start = performance.now();
    const image = ground.render();
    const decodeMs = performance.now() - start;
    this.#before?.image.free();
    this.#before = this.#shown;
    const truth = ground.describe();
    this.#shown = { id, sceneId: this.#sceneId, distance: 1, image, decodeMs, ground, truth };
    return this.#shown;
  }

  /** Builds the scene or moves what is to be moved; true when only objects moved. */
  #arrange({ moves, ...fixed }: SceneSettings): boolean {
    const sceneId = `scene:${JSON.stringify(fixed)}`;
    const wanted = new Map(moves);
    const isSame = sceneId === this.#sceneId && [...this.#moved.keys()].every((id) => wanted.has(id));
    if (!isSame) {
      this.#ground = new ProvingGround({ ...kScene, ...fixed });
      this.#sceneId = sceneId;
      this.#moved.clear();
    }
    for (const [object, metres] of wanted) {
      if (this.#moved.get(object) === metres) continue;
      this.#ground?.move(object, metres);
      this.#moved.set(object, metres);
    }
    return isSame;
  }

  async #preview(ground: ProvingGround, shrink: number, preview: ShowPreview): Promise<void> {
    const image = ground.render(shrink);
    try {
      await preview({ sceneId: this.#sceneId, image, shrink, truth: enlarged(ground.describe(), shrink) });
    } finally {
      image.free();
    }
  }
}

function enlarged(truth: SceneTruth, shrink: number): SceneTruth {
  const grow = <T extends number[]>(sides: T) => sides.map((side) => side * shrink) as T;
  const objects = truth.objects.map((object) => ({
    ...object,
    visible: grow(object.visible),
    amodal: grow(object.amodal),
    height: object.height * shrink,
  }));
  return { ...truth, objects };
}
