// Measures recall over distance in the background: scene after scene, whenever the page's own work rests.

import { CoreRun } from '../../../core/farsight.mjs';
import { ProvingGround, Study } from '../../../core/proving.mjs';
import { LruCache } from '../lru';
import type { Model } from '../models';
import type { Want } from '../protocol';
import { runTiles, type Progress } from '../run_tiles';
import type { TileRunner } from '../runners';
import type { Picture } from '../webgpu_network';
import type { ProvingEvent, StudySettings } from './protocol';

/** Seeds of their own, so that nobody measures on the scene they look at. */
const kFirstSeed = 100_001;
const kScene = { objects: 14, nearest: 5, farthest: 150, subject: 'car' };
/** Then the interval of D50 no longer shrinks worth the heat. */
const kMostScenes = 200;

export interface SamplerHost {
  model(): Model | undefined;
  runner(run: CoreRun, picture: Picture, model: Model): TileRunner;
  /** The network has run on so many tiles. */
  count(tiles: number): void;
  /** Settles while nothing that the page waits for is under way. */
  idle(): Promise<void>;
  post(event: ProvingEvent): void;
  fail(error: unknown): void;
}

interface Sampled {
  settings: StudySettings;
  study: Study;
  scenes: number;
  tiles: number;
  totalMs: number;
}

export class Sampler {
  readonly #sampled = new Map<string, Sampled>();
  #settings: StudySettings | undefined;
  #stop: AbortController | undefined;

  constructor(private readonly host: SamplerHost) {}

  /** What to measure from now on; a study that was begun before goes on where it stopped. */
  configure({ detect, decide }: Want): void {
    const settings: StudySettings = {
      model: detect.model,
      pyramid: detect.pyramid,
      levels: detect.levels,
      finestZoom: detect.finestZoom,
      overlap: detect.overlap,
      filter: detect.filter,
      ...decide,
      weather: detect.scene?.weather ?? 'any',
      place: detect.scene?.place ?? 'any',
    };
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.#settings = settings;
    if (this.#stop) this.run(true);
  }

  run(running: boolean): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.host.post({ kind: 'sampling', running });
    if (!running || !this.#settings) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#loop(this.#sampledFor(this.#settings), stop.signal).catch((error) => {
      if (stop.signal.aborted) return;
      this.run(false);
      this.host.fail(error);
    });
  }

  #sampledFor(settings: StudySettings): Sampled {
    const key = JSON.stringify(settings);
    const known = this.#sampled.get(key);
    if (known) return known;
    const fresh: Sampled = { settings, study: new Study(), scenes: 0, tiles: 0, totalMs: 0 };
    this.#sampled.set(key, fresh);
    return fresh;
  }

  async #loop(sampled: Sampled, signal: AbortSignal): Promise<void> {
    if (sampled.scenes > 0) this.#tell(sampled);
    while (sampled.scenes < kMostScenes) {
      await this.host.idle();
      signal.throwIfAborted();
      const model = this.host.model();
      if (model?.id !== sampled.settings.model) throw new Error('The model to be measured is not loaded.');
      await this.#sample(sampled, model, signal);
      this.#tell(sampled);
    }
    this.run(false);
  }

  async #sample(sampled: Sampled, model: Model, signal: AbortSignal): Promise<void> {
    const { settings, study } = sampled;
    const { weather, place } = settings;
    const ground = new ProvingGround({ ...kScene, weather, place, seed: kFirstSeed + sampled.scenes }, model.card);
    const image = ground.render();
    const run = new CoreRun(model.card, image.width, image.height, settings);
    const plan = run.plan();
    const progress: Progress = { preprocess: 0, network: 0, decodeHeads: 0, merge: 0, total: 0 };
    const start = performance.now();
    try {
      await runTiles(
        {
          run,
          plan,
          runner: this.#patient(
            this.host.runner(run, { id: `sample ${sampled.scenes} ${weather} ${place}`, image }, model),
          ),
          cache: new LruCache<Uint8Array>(0),
          cacheKey: '',
          count: (tiles) => this.host.count(tiles),
        },
        progress,
        signal,
        () => undefined,
      );
      signal.throwIfAborted();
      run.decide({ method: settings.merge, overlap: settings.iou, minScore: settings.score });
      study.add(ground, run, model.card);
      sampled.scenes += 1;
      sampled.tiles = plan.tiles.length / 4;
      sampled.totalMs += performance.now() - start;
    } finally {
      run.free();
      image.free();
      ground.free();
    }
  }

  /** Each batch waits until the page's own work rests. */
  #patient(runner: TileRunner): TileRunner {
    const { kind, most, inFlight } = runner;
    const run: TileRunner['run'] = async (batch, stop) => {
      await this.host.idle();
      return runner.run(batch, stop);
    };
    return { kind, most, inFlight, run };
  }

  #tell({ settings, study, scenes, tiles, totalMs }: Sampled): void {
    this.host.post({ kind: 'curve', settings, curves: study.curves(), tiles, ms: totalMs / scenes });
  }
}
