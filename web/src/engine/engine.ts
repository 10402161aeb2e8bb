// The engine: holds the core and answers the page's requests; the latest one counts.

import { CoreRun, type Corners, moveBox } from '../../core/farsight.mjs';
import { Backend } from './backend';
import { Downloads, NetworkLost, Transfers, type TellLoading } from './download';
import { LruCache } from './lru';
import { ModelShelf, ModelUnusable, type Model } from './models';
import { bitmapOf, PhotoShelf, PhotoUnreadable, type Photo } from './photos';
import type { Catalogue, DetectionResult, DetectSettings, Device, EngineEvent, PageMessage, Want } from './protocol';
import { distanceLimit } from '../../core/proving.mjs';
import { explain, type Target } from './proving/explain';
import { Sampler } from './proving/sampler';
import { SceneShelf, type Preview, type ScenePicture } from './proving/scenes';
import { LatestWins } from './queue';
import { runTiles, type Progress, type RunContext } from './run_tiles';
import { TilePool } from './tile_pool';

/** Candidates of about ten thousand tiles. */
const kCacheBytes = 128e6;
/** While tiles come in, the page is told at most this often. */
const kTellEveryMs = 80;

export type Post = (event: EngineEvent, transfer?: Transferable[]) => void;

/** The current run with its picture, model and settings. */
interface Shown {
  /** The settings it answers. */
  key: string;
  detect: DetectSettings;
  run: CoreRun;
  plan: DetectionResult['plan'];
  photo: Photo | ScenePicture;
  model: Model;
  progress: Progress;
  /** What reading the picture took for this run; 0: it was there. */
  decodeMs: number;
}

const sceneOf = (photo: Photo | ScenePicture) => ('ground' in photo ? photo : null);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Fails with the first failure, but only once nothing is under way any more. */
async function allSettledOrThrow<T extends readonly unknown[]>(promises: T) {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

export class Engine {
  readonly #photos: PhotoShelf;
  readonly #models: ModelShelf;
  readonly #pool: TilePool;
  readonly #backend: Backend;
  readonly #cache = new LruCache<Uint8Array>(kCacheBytes);
  readonly #latest = new LatestWins();
  readonly #transfers = new Transfers();
  /** Pictures whose reading a result has counted. */
  readonly #counted = new WeakSet<object>();
  readonly #scenes = new SceneShelf();
  readonly #sampler: Sampler;
  /** Settles when what the page waits for is done. */
  #job: Promise<void> = Promise.resolve();
  #want: Want | undefined;
  #jobKey = '';
  /** Of the job that a person stopped: its want is answered with what is in. */
  #stoppedKey = '';
  #shown: Shown | undefined;
  #photoTold = '';
  #modelTold = '';
  #told = 0;
  #willTell = false;
  #networkRuns = 0;
  #explained = '';
  #limited = '';

  constructor(
    catalogue: Catalogue,
    base: string,
    { phone, shared }: Device,
    simd: boolean,
    private readonly post: Post,
  ) {
    this.#photos = new PhotoShelf(catalogue.photos, base, phone);
    this.#pool = new TilePool(phone || shared, catalogue.runtime.wasm);
    this.#models = new ModelShelf(catalogue.models, base, this.#pool);
    this.#backend = new Backend(this.#pool, simd, phone, catalogue.runtime.webgpu, post);
    this.#sampler = new Sampler({
      model: () => this.#models.current,
      runner: (run, picture, model) => this.#backend.runner(this.#want?.detect.backend ?? 'auto', run, picture, model),
      count: (tiles) => (this.#networkRuns += tiles),
      idle: () => this.#job,
      post,
      fail: (error) => this.post({ kind: 'error', about: 'engine', text: messageOf(error) }),
    });
  }

  receive(message: PageMessage): void {
    switch (message.kind) {
      case 'open-photo':
        this.#photos.put(message.id, message.blob);
        break;
      case 'open-model':
        this.#models.put(message.id, message.model);
        break;
      case 'want':
        this.#answer(message.want);
        this.#sampler.configure(message.want);
        break;
      case 'export':
        this.#export(message.what, message.file);
        break;
      case 'stop':
        this.#stop();
        break;
      case 'go-on':
        this.#stoppedKey = '';
        if (this.#want) this.#answer(this.#want);
        break;
      case 'sample':
        this.#sampler.run(message.running);
        break;
    }
  }

  #answer(want: Want): void {
    this.#want = want;
    const key = JSON.stringify(want.detect);
    if (key === this.#jobKey || key === this.#stoppedKey) {
      // Only the decision changed: merge again what is in, and never run the network.
      this.#tellSoon();
      return;
    }
    this.#jobKey = key;
    this.#stoppedKey = '';
    const { photo, model } = want.detect;
    this.#transfers.keepOnly(
      new Set([...this.#photos.urlsOf(photo), ...this.#models.urlsOf(model), this.#pool.runtimeUrl]),
    );
    this.#job = this.#latest.start((signal) => this.#detect(want, signal).catch((error) => this.#fail(error, signal)));
  }

  /** Ends what is under way and shows what is in. */
  #stop(): void {
    if (this.#jobKey === '') return;
    this.#latest.cancel();
    this.#stoppedKey = this.#jobKey;
    this.#jobKey = '';
    const shown = this.#shown;
    const request = this.#want?.request;
    void this.#job.then(() => {
      if (this.#stoppedKey === '') return;
      if (shown) this.#tell(shown);
      const [done, total] = shown ? [shown.run.progress().tilesDone, shown.plan.tiles.length / 4] : [0, 0];
      const text = total > done ? `Stopped after ${done} of ${total} tiles` : 'Stopped';
      this.post({ kind: 'status', state: 'ready', text, fraction: null, ...(request !== undefined && { request }) });
    });
  }

  /** Once for all wants that have come: a slider may move faster than a large merge takes. */
  #tellSoon(): void {
    if (this.#willTell) return;
    this.#willTell = true;
    setTimeout(() => {
      this.#willTell = false;
      if (this.#shown && [this.#jobKey, this.#stoppedKey].includes(this.#shown.key)) this.#tell(this.#shown);
    });
  }

  async #detect(want: Want, signal: AbortSignal): Promise<void> {
    const { detect } = want;
    const tell: TellLoading = (text, fraction) => this.post({ kind: 'status', state: 'loading', text, fraction });
    const downloads = new Downloads(tell, this.#transfers);
    const photoReady: Promise<Photo | ScenePicture> = detect.scene
      ? this.#scenes.get(detect.scene, signal, (preview) => this.#tellPreview(preview))
      : this.#photos.get(detect.photo, detect.distance, downloads, signal);
    // The photo is shown as soon as it is there; the model may take longer.
    const [photo, model] = await allSettledOrThrow([
      photoReady.then(async (ready) => {
        if (!signal.aborted) await this.#tellPhoto(ready);
        return ready;
      }),
      this.#models.get(detect.model, downloads, tell, signal),
      this.#pool.runtimeReady(downloads),
    ]);
    this.#tellModel(model);
    signal.throwIfAborted();
    await this.#backend.prepare(detect.backend, model, tell, signal);
    signal.throwIfAborted();
    const shown = await this.#runAll(detect, photo, model, signal);
    this.#tell(shown);
    this.post({ kind: 'status', state: 'ready', text: 'Ready', fraction: null, request: want.request });
    void this.#backend.considerCard(detect.backend, model, signal);
  }

  /** Runs all tiles; should the graphics card fail, again without it. */
  async #runAll(
    detect: DetectSettings,
    photo: Photo | ScenePicture,
    model: Model,
    signal: AbortSignal,
  ): Promise<Shown> {
    const { width, height } = photo.image;
    const run = CoreRun.create(model.card, width, height, detect);
    const start = performance.now();
    const progress: Progress = {
      preprocess: 0,
      network: 0,
      decodeHeads: 0,
      merge: 0,
      total: 0,
    };
    const decodeMs = this.#counted.has(photo.image) ? 0 : photo.decodeMs;
    const shown: Shown = {
      key: JSON.stringify(detect),
      detect,
      run,
      plan: run.plan(),
      photo,
      model,
      progress,
      decodeMs,
    };
    this.#shown?.run.free();
    this.#shown = shown;
    const tick = () => {
      progress.total = decodeMs + performance.now() - start;
      this.#tellSometimes(shown);
    };
    const context = this.#contextOf(shown);
    try {
      await runTiles(context, progress, signal, tick);
    } catch (error) {
      if (signal.aborted || context.runner.kind === 'wasm') throw error;
      this.#backend.giveUp(detect.backend, error);
      return this.#runAll(detect, photo, model, signal);
    }
    signal.throwIfAborted();
    this.#counted.add(photo.image);
    progress.total = decodeMs + performance.now() - start;
    return shown;
  }

  #contextOf(shown: Shown): RunContext {
    const { run, plan, photo, model, detect } = shown;
    const picture = { id: `${photo.id}@${photo.distance}`, image: photo.image };
    const runner = this.#backend.runner(detect.backend, run, picture, model);
    return {
      run,
      plan,
      planned: (more) => (shown.plan = more),
      runner,
      cache: this.#cache,
      cacheKey: `${picture.id}|${model.id}|${runner.kind}|${detect.filter}|`,
      count: (tiles) => (this.#networkRuns += tiles),
    };
  }

  async #tellPhoto(photo: Photo | ScenePicture): Promise<void> {
    const key = `${photo.id}@${photo.distance}`;
    if (this.#photoTold === key) return;
    this.#photoTold = key;
    const bitmap = await bitmapOf(photo.image);
    const { width, height } = photo.image;
    const scene = sceneOf(photo);
    const id = scene?.sceneId ?? photo.id;
    const truth = scene?.truth ?? null;
    this.post({ kind: 'photo', id, distance: photo.distance, width, height, bitmap, truth }, [bitmap]);
  }

  /** A scene while an object is dragged. */
  async #tellPreview({ sceneId: id, image, shrink, truth }: Preview): Promise<void> {
    const bitmap = await bitmapOf(image);
    this.#photoTold = '';
    const size = { width: shrink * image.width, height: shrink * image.height };
    this.post({ kind: 'photo', id, distance: 1, ...size, bitmap, truth }, [bitmap]);
  }

  #tellModel(model: Model): void {
    if (this.#modelTold === model.id) return;
    this.#modelTold = model.id;
    const { facts, card, onnx } = model;
    if (facts.anchors > 0) card.readFields(new Uint8Array(onnx));
    this.post({
      kind: 'model',
      id: model.id,
      title: model.title,
      labels: facts.labels,
      input: { width: facts.width, height: facts.height },
      smallestReachPx: facts.smallestReachPx,
      anchors: facts.anchors,
      note: model.note,
      findings: facts.findings,
      warnings: model.warnings,
    });
  }

  #tellSometimes(shown: Shown): void {
    const now = performance.now();
    if (now - this.#told < kTellEveryMs) return;
    this.#tell(shown);
    const total = shown.plan.tiles.length / 4;
    const done = shown.run.progress().tilesDone;
    this.post({ kind: 'status', state: 'working', text: `Tile ${done} of ${total}`, fraction: done / total });
  }

  /** Merges what is in and tells the page. */
  #tell(shown: Shown): void {
    const { run, plan, photo, progress, decodeMs } = shown;
    const want = this.#want;
    if (!want) return;
    const { decide, followed, request } = want;
    const start = performance.now();
    run.decide({ method: decide.merge, overlap: decide.iou, minScore: decide.score });
    progress.merge = performance.now() - start;
    const fullFrame = run.detections(false);
    const pyramid = run.detections(true);
    const { width, height } = photo.image;
    const box = followed && moveBox(followed.box, width, height, followed.distance, photo.distance);
    const find = (deep: boolean) => (followed && box ? run.find(deep, followed.label, box) : -1);
    const timing = { ...progress, total: progress.total + progress.merge, decodeImage: decodeMs };
    const result: DetectionResult = {
      kind: 'result',
      request,
      ...run.progress(),
      plan,
      counts: run.counts(),
      fullFrame,
      pyramid,
      followed: { fullFrame: find(false), pyramid: find(true) },
      judgement: sceneOf(photo)?.ground.judge(run, shown.model.card) ?? null,
      timing,
      words: run.words(shown.model.card, timing, sceneOf(photo) !== null, this.#pool.size),
      networkRuns: this.#networkRuns,
    };
    const columns = [fullFrame, pyramid].flatMap(({ boxes, scores, labels, tiles, levels, truncated, recovered }) =>
      [boxes, scores, labels, tiles, levels, truncated, recovered].map(({ buffer }) => buffer),
    );
    this.post(result, columns);
    if (followed && box && run.done) {
      this.post({
        kind: 'confidence',
        request,
        distance: photo.distance,
        fullFrame: run.confidence(false, followed.label, box),
        pyramid: run.confidence(true, followed.label, box),
      });
    }
    if (run.done) {
      this.#explain(shown, want, box);
      this.#tellLimit(shown, want);
    }
    this.#told = performance.now();
  }

  /** Looks closer at the chosen object of a scene, or at the followed detection of a photo. */
  #explain(shown: Shown, { chosen, request }: Want, box: Corners | null): void {
    const truth = sceneOf(shown.photo)?.truth ?? null;
    const object = truth?.objects.find(({ id }) => id === chosen);
    const target: Target | null = object ? { truth: object } : box ? { box } : null;
    const key = JSON.stringify([shown.key, target]);
    if (key === this.#explained || !target) return;
    this.#explained = key;
    const why = explain(shown, target, request);
    if (why) this.post(why, [why.why.fullFrame.pixels.buffer, why.why.best.pixels.buffer]);
  }

  /** What the anchors allow over distance, for objects shaped as the chosen one. */
  #tellLimit({ key, run, model, photo }: Shown, { chosen }: Want): void {
    const asked = `${key} ${chosen}`;
    const ground = sceneOf(photo)?.ground;
    if (!ground || asked === this.#limited) return;
    this.#limited = asked;
    this.post({ kind: 'limit', limit: distanceLimit(run, model.card, ground, chosen ?? -1) });
  }

  /** Sends nothing before there is a run. */
  #export(what: 'json' | 'csv', file: string): void {
    if (!this.#shown) return;
    const { run, model, progress, decodeMs } = this.#shown;
    const times = { ...progress, total: progress.total + progress.merge, decodeImage: decodeMs };
    this.post({ kind: 'exported', text: run.export(what, model.card, file, times) });
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#jobKey = '';
    const text = messageOf(error);
    const about =
      error instanceof PhotoUnreadable
        ? 'photo'
        : error instanceof ModelUnusable
          ? 'model'
          : error instanceof NetworkLost
            ? 'network'
            : 'engine';
    this.post({ kind: 'error', about, text });
    this.post({ kind: 'status', state: 'error', text: 'Something went wrong', fraction: null });
  }
}
