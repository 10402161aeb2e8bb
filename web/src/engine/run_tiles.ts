// Drives the core's state machine over a plan: what the cache knows first, the rest through the network.

import type { CoreRun, Plan, TileBatch } from '../../core/farsight.mjs';
import type { LruCache } from './lru';
import type { TileRunner } from './runners';

/** Milliseconds so far. */
export interface Progress {
  preprocess: number;
  network: number;
  decodeHeads: number;
  merge: number;
  total: number;
}

export interface RunContext {
  run: CoreRun;
  /** As far as it is planned: a search goes on from what was found. */
  plan: Plan;
  /** More is planned. */
  planned: (plan: Plan) => void;
  runner: TileRunner;
  cache: LruCache<Uint8Array>;
  /** Image, model and what runs it; the tile is added. */
  cacheKey: string;
  /** The network has run on so many tiles. */
  count: (tiles: number) => void;
}

export async function runTiles(
  context: RunContext,
  progress: Progress,
  signal: AbortSignal,
  tick: () => void,
): Promise<void> {
  const { run, runner } = context;
  takeCached(context, 0);
  tick();
  const out = new Set<Promise<void>>();
  try {
    while (!run.done) {
      signal.throwIfAborted();
      const batch = out.size < runner.inFlight ? run.next(runner.most) : null;
      if (batch) {
        const work: Promise<void> = runBatch(context, batch, progress, signal).finally(() => out.delete(work));
        out.add(work);
      } else if (out.size > 0) {
        await Promise.race(out);
        if (!signal.aborted) tick();
      } else {
        throw new Error('The detector waits for tiles that nobody runs.');
      }
    }
  } finally {
    // Tiles that are out when a newer request comes still reach the cache, and the run outlives them.
    await Promise.allSettled(out);
  }
}

function keyOf({ cacheKey, plan }: RunContext, tile: number): string {
  const four = (numbers: Int32Array) => numbers.subarray(4 * tile, 4 * tile + 4).join(',');
  return `${cacheKey}${four(plan.tiles)},${four(plan.inputs)}`;
}

/** From a tile on, which nobody runs yet. */
function takeCached(context: RunContext, from: number): void {
  const { run, plan, cache } = context;
  for (let tile = from; tile < plan.tiles.length / 4; tile += 1) {
    const candidates = cache.get(keyOf(context, tile));
    if (candidates) run.absorbCached(tile, candidates);
  }
  planOn(context);
}

/** Sees what the search has added to the plan. */
function planOn(context: RunContext): void {
  const known = context.plan.tiles.length;
  const plan = context.run.plan();
  if (plan.tiles.length === known) return;
  context.plan = plan;
  context.planned(plan);
  takeCached(context, known / 4);
}

async function runBatch(context: RunContext, batch: TileBatch, progress: Progress, signal: AbortSignal): Promise<void> {
  const { run, runner, cache } = context;
  const { heads, preprocess, network } = await runner.run(batch, signal);
  context.count(batch.count);
  progress.preprocess += preprocess;
  progress.network += network;

  const start = performance.now();
  run.absorb(batch, heads);
  for (let tile = batch.first; tile < batch.first + batch.count; tile += 1) {
    const candidates = run.candidates(tile);
    cache.set(keyOf(context, tile), candidates, candidates.byteLength + 200);
  }
  planOn(context);
  progress.decodeHeads += performance.now() - start;
}
