// Measures recall over distance in the background, scene after scene, while the page has no other work.

import type { CoreRun } from '../../../core/farsight.mjs';
import { configurationsCsvHead, Study, type StudyResult, type StudySettings } from '../../../core/proving.mjs';
import { LruCache } from '../lru';
import type { Model } from '../models';
import type { Want } from '../protocol';
import { runTiles, type Progress } from '../run_tiles';
import type { TileRunner } from '../runners';
import type { Picture } from '../webgpu_network';
import type { ProvingEvent } from './protocol';

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

export class Sampler {
  /** By settings. */
  readonly #studies = new Map<string, Study>();
  #waitedMs = 0;
  #settings: StudySettings | undefined;
  #stop: AbortController | undefined;

  constructor(private readonly host: SamplerHost) {}

  /** What to measure from now on; a study that was begun before continues where it stopped. */
  configure({ detect, decide, study }: Want): void {
    const settings: StudySettings = {
      model: detect.model,
      pyramid: detect.pyramid,
      full: detect.full,
      budget: detect.budget,
      classes: detect.classes,
      levels: detect.levels,
      finestZoom: detect.finestZoom,
      overlap: detect.overlap,
      filter: detect.filter,
      ...decide,
      ...study,
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
    this.#loop(this.#settings, stop.signal).catch((error) => {
      if (stop.signal.aborted) return;
      this.run(false);
      this.host.fail(error);
    });
  }

  #studyFor(settings: StudySettings, model: Model): Study {
    const key = JSON.stringify(settings);
    const study = this.#studies.get(key) ?? new Study(settings, model.card);
    this.#studies.set(key, study);
    return study;
  }

  async #loop(settings: StudySettings, signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.host.idle();
      signal.throwIfAborted();
      const model = this.host.model();
      if (model?.id !== settings.model) throw new Error('The model to be measured is not loaded.');
      const study = this.#studyFor(settings, model);
      if (study.scenes > 0) this.#tell(settings, study, model);
      if (study.scenes >= Study.mostScenes) break;
      await this.#sample(settings, study, model, signal);
    }
    this.run(false);
  }

  async #sample(settings: StudySettings, study: Study, model: Model, signal: AbortSignal): Promise<void> {
    const { weather, place } = settings;
    const image = study.render();
    const run = study.run(model.card);
    const progress: Progress = { preprocess: 0, network: 0, decodeHeads: 0, merge: 0, total: 0 };
    const picture = { id: `study ${study.scenes} ${weather} ${place}`, image };
    const start = performance.now();
    this.#waitedMs = 0;
    try {
      await runTiles(
        {
          run,
          plan: run.plan(),
          planned: () => undefined,
          runner: this.#waiting(this.host.runner(run, picture, model)),
          cache: new LruCache<Uint8Array>(0),
          cacheKey: '',
          count: (tiles) => this.host.count(tiles),
        },
        progress,
        signal,
        () => undefined,
      );
      signal.throwIfAborted();
      study.add(run, performance.now() - start - this.#waitedMs);
    } finally {
      run.free();
      image.free();
    }
  }

  /** The same runner; each batch waits until the page has no other work. */
  #waiting(runner: TileRunner): TileRunner {
    const { kind, most, inFlight } = runner;
    const run: TileRunner['run'] = async (batch, stop) => {
      const asked = performance.now();
      await this.host.idle();
      this.#waitedMs += performance.now() - asked;
      return runner.run(batch, stop);
    };
    return { kind, most, inFlight, run };
  }

  #tell(settings: StudySettings, study: Study, model: Model): void {
    const result = JSON.parse(study.result(model.title)) as StudyResult;
    const most = Study.mostScenes;
    this.host.post({ kind: 'curve', settings, model: model.title, result, most, csvHead: configurationsCsvHead() });
  }
}
