import { describe, expect, it } from 'vitest';
import type { CoreRun, Plan, TileBatch } from '../../web/core/farsight.mjs';
import { LruCache } from '../../web/src/engine/lru';
import { runTiles, type Progress } from '../../web/src/engine/run_tiles';
import type { BatchResult, TileRunner } from '../../web/src/engine/runners';

/** The core's state machine, as far as its host sees it; a tile's candidates are one byte, its number. */
class FakeRun {
  readonly in = new Set<number>();
  #next = 0;
  constructor(private tiles: number) {}
  /** The search calls for more. */
  grow(tiles: number): void {
    this.tiles += tiles;
  }
  get done() {
    return this.in.size === this.tiles;
  }
  next(most: number): TileBatch | null {
    while (this.in.has(this.#next)) this.#next += 1;
    const first = this.#next;
    const count = Math.min(most, this.tiles - first);
    if (count <= 0) return null;
    this.#next += count;
    return { first, count };
  }
  absorb({ first, count }: TileBatch) {
    for (let tile = first; tile < first + count; tile += 1) this.in.add(tile);
  }
  cached = 0;
  absorbCached(tile: number) {
    this.cached += 1;
    this.in.add(tile);
  }
  candidates = (tile: number) => Uint8Array.of(tile);
  plan = () => planOf(this.tiles);
}

const planOf = (tiles: number): Plan => ({
  levels: [],
  tiles: Int32Array.from({ length: 4 * tiles }, (_, i) => i),
  inputs: new Int32Array(4 * tiles),
  pixelRatio: tiles,
  fullPixelRatio: tiles,
});

/** Runs that end when the test says so. */
class ManualRunner implements TileRunner {
  readonly kind = 'wasm';
  readonly asked: TileBatch[] = [];
  readonly ends: (() => void)[] = [];
  constructor(
    readonly most: number,
    readonly inFlight: number,
  ) {}
  run(batch: TileBatch): Promise<BatchResult> {
    this.asked.push(batch);
    return new Promise((resolve) => this.ends.push(() => resolve({ heads: [], preprocess: 1, network: 10 })));
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

function start(tiles: number, runner: ManualRunner, cache = new LruCache<Uint8Array>(1e6), cacheKey = 'photo|model|') {
  const run = new FakeRun(tiles);
  const controller = new AbortController();
  const progress: Progress = { preprocess: 0, network: 0, decodeHeads: 0, merge: 0, total: 0 };
  const counted: number[] = [];
  const count = (some: number) => counted.push(some);
  const planned: number[] = [];
  const context = {
    run: run as unknown as CoreRun,
    plan: planOf(tiles),
    planned: (plan: Plan) => planned.push(plan.tiles.length / 4),
    runner,
    cache,
    cacheKey,
    count,
  };
  const ended = runTiles(context, progress, controller.signal, () => undefined);
  return { run, controller, progress, counted, cache, ended, planned };
}

async function endAll(runner: ManualRunner): Promise<void> {
  for (let ended = 0; ended < runner.asked.length; ended += 1) {
    runner.ends[ended]?.();
    await settle();
  }
}

describe('running the tiles of a plan', () => {
  it('keeps as many batches out as the runner bears, of the size it takes', async () => {
    const runner = new ManualRunner(2, 2);
    const { counted, ended, progress } = start(7, runner);
    expect(runner.asked).toEqual([
      { first: 0, count: 2 },
      { first: 2, count: 2 },
    ]);
    await endAll(runner);
    await ended;
    expect(runner.asked.map(({ count }) => count)).toEqual([2, 2, 2, 1]);
    expect(counted.reduce((sum, some) => sum + some)).toBe(7);
    expect([progress.preprocess, progress.network]).toEqual([4, 40]);
  });

  it('takes from the cache what was run before, and never asks for it again', async () => {
    const runner = new ManualRunner(1, 3);
    const first = start(4, runner);
    await endAll(runner);
    await first.ended;
    const again = start(4, new ManualRunner(1, 3), first.cache);
    await again.ended;
    expect(again.run.cached).toBe(4);
    expect(again.counted).toEqual([]);
  });

  it('does not take what another photo or model has left', async () => {
    const runner = new ManualRunner(1, 3);
    const first = start(2, runner);
    await endAll(runner);
    await first.ended;
    const other = new ManualRunner(1, 3);
    const again = start(2, other, first.cache, 'other photo|model|');
    expect(other.asked).toHaveLength(2);
    await endAll(other);
    await again.ended;
  });

  it('asks for nothing more once a newer request came, but keeps what was out', async () => {
    const runner = new ManualRunner(1, 2);
    const { controller, ended, cache } = start(9, runner);
    controller.abort(new Error('newer'));
    runner.ends.forEach((end) => end());
    await expect(ended).rejects.toThrow('newer');
    expect(runner.asked).toHaveLength(2);
    expect(cache.size).toBe(2);
  });

  it('runs what a search adds to the plan, or takes it from the cache', async () => {
    const runner = new ManualRunner(1, 1);
    const before = start(3, runner);
    await endAll(runner);
    await before.ended;

    const fresh = new ManualRunner(1, 1);
    const cache = new LruCache<Uint8Array>(1e6);
    const search = start(1, fresh, cache);
    const absorb = search.run.absorb.bind(search.run);
    search.run.absorb = (batch) => {
      absorb(batch);
      if (batch.first === 0) search.run.grow(2);
    };
    await endAll(fresh);
    await search.ended;
    expect(fresh.asked.map(({ first }) => first)).toEqual([0, 1, 2]);
    expect(search.planned).toEqual([3]);

    const cached = start(1, new ManualRunner(1, 1), before.cache);
    expect(cached.run.cached).toBe(1);
  });

  it('passes a runner’s failure on', async () => {
    const runner = new ManualRunner(1, 1);
    runner.run = () => Promise.reject(new Error('The graphics card was lost.'));
    await expect(start(3, runner).ended).rejects.toThrow('The graphics card was lost.');
  });
});
