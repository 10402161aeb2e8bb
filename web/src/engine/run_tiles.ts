// Drives the core's state machine over a plan: what the cache knows first, the rest through the network.

import type { CardDescription, CoreImage, CoreRun, Plan, TileBatch } from '../../core/farsight.mjs';
import type { LruCache } from './lru';
import type { InputTensor, NetworkAnswer } from './network';

/** Tiles and milliseconds so far. */
export interface Progress {
  tilesCached: number;
  preprocess: number;
  network: number;
  decodeHeads: number;
  merge: number;
  total: number;
}

export interface RunContext {
  run: CoreRun;
  plan: Plan;
  image: CoreImage;
  facts: CardDescription;
  /** Batches that may be out at once: enough to keep every worker busy, few enough to stay cancellable. */
  inFlight: number;
  cache: LruCache<Uint8Array>;
  /** Image and model; the tile is added. */
  cacheKey: string;
  network: (input: InputTensor, signal: AbortSignal) => Promise<NetworkAnswer>;
}

export async function runTiles(
  context: RunContext,
  progress: Progress,
  signal: AbortSignal,
  tick: () => void,
): Promise<void> {
  const { run } = context;
  takeCached(context, progress);
  tick();
  const out = new Set<Promise<void>>();
  try {
    while (!run.done) {
      signal.throwIfAborted();
      const batch = out.size < context.inFlight ? run.next(1) : null;
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
  return cacheKey + plan.tiles.subarray(4 * tile, 4 * tile + 4).join(',');
}

function takeCached(context: RunContext, progress: Progress): void {
  const { run, plan, cache } = context;
  for (let tile = 0; tile < plan.tiles.length / 4; tile += 1) {
    const candidates = cache.get(keyOf(context, tile));
    if (!candidates) continue;
    run.absorbCached(tile, candidates);
    progress.tilesCached += 1;
  }
}

async function runBatch(context: RunContext, batch: TileBatch, progress: Progress, signal: AbortSignal): Promise<void> {
  const { run, image, facts, cache } = context;
  let clock = performance.now();
  const count = facts.width * facts.height * 3;
  const values = facts.bytes ? new Uint8Array(count) : new Float32Array(count);
  run.fill(image, batch.first, values);
  progress.preprocess += performance.now() - clock;

  const shape = facts.channelsFirst ? [1, 3, facts.height, facts.width] : [1, facts.height, facts.width, 3];
  const { heads = [], ms = 0 } = await context.network({ name: facts.input, shape, values }, signal);
  progress.network += ms;

  clock = performance.now();
  run.absorb(batch, heads);
  const candidates = run.candidates(batch.first);
  cache.set(keyOf(context, batch.first), candidates, candidates.byteLength + 200);
  progress.decodeHeads += performance.now() - clock;
}
