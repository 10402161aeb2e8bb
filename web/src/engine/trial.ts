// Compares the graphics card with WebAssembly on the same picture: results and speed.

import { CoreImage, CoreRun, type CardDescription, type CoreCard, type Head } from '../../core/farsight.mjs';
import type { Model } from './models';
import { fixedBatch, inputShape, tileShape } from './network';
import { fillTile } from './runners';
import type { TilePool } from './tile_pool';
import type { CardBatch, Picture, WebgpuNetwork } from './webgpu_network';

/** Largest difference of a head's value, relative to its size where that is over 1. Sums in another order differ by
 *  1e-5; half precision or a wrong kernel by much more. */
const kTolerance = 2e-3;
/** Most tiles of a batch. */
const kMostTiles = 16;
/** A batch takes about this long at most, since a newer request waits for it. */
const kBatchMs = 300;

export interface Verdict {
  agrees: boolean;
  /** Why not, or how closely. */
  reason: string;
  /** Milliseconds a tile, all workers together. */
  wasmMs: number;
  webgpuMs: number;
  /** Tiles of the largest batch that agreed. */
  batch: number;
}

/** Edges, gradients and fine detail in every part, the same everywhere. */
export function goldenPixels(width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(4 * width * height);
  let noise = 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      const checker = ((x >> 3) + (y >> 3)) % 2 === 0 ? 60 : 0;
      const at = 4 * (y * width + x);
      pixels[at] = (195 * x) / width + checker;
      pixels[at + 1] = (195 * y) / height + checker;
      pixels[at + 2] = (noise >>> 26) + 2 * checker;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** Largest relative difference of a batch's heads from those of its tiles one by one; infinite where shapes differ. */
export function differenceOf(batch: readonly Head[], tiles: readonly (readonly Head[])[]): number {
  let largest = 0;
  for (const { name, values } of batch) {
    const size = values.length / tiles.length;
    for (const [index, heads] of tiles.entries()) {
      const expected = heads.find((head) => head.name === name)?.values;
      if (expected?.length !== size) return Infinity;
      for (let i = 0; i < size; i += 1) {
        const wanted = expected[i] as number;
        const difference = Math.abs((values[index * size + i] as number) - wanted) / Math.max(1, Math.abs(wanted));
        // Also true for NaN.
        if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
      }
    }
  }
  return largest;
}

interface Setting {
  run: CoreRun;
  picture: Picture;
  model: Model;
  pool: TilePool;
  card: WebgpuNetwork;
  signal: AbortSignal;
}

/** Rejects with the signal's reason once it aborts. */
export async function tryCard(
  card: WebgpuNetwork,
  pool: TilePool,
  model: Model,
  signal: AbortSignal,
): Promise<Verdict> {
  // The full frame and, at zoom 1, at least 4 x 4 overlapping tiles.
  const width = 3 * model.facts.width;
  const height = 3 * model.facts.height;
  const image = CoreImage.fromRgba(goldenPixels(width, height), width, height);
  const run = goldenRun(model.card, width, height);
  try {
    const picture = { id: `golden ${width} ${height}`, image };
    return await judge({ run, picture, model, pool, card, signal });
  } finally {
    run.free();
    image.free();
  }
}

function goldenRun(card: CoreCard, width: number, height: number, tiles = true): CoreRun {
  return CoreRun.create(card, width, height, {
    pyramid: true,
    levels: 2,
    finestZoom: 1,
    overlap: 0.25,
    filter: 'triangle',
    full: true,
    tiles,
  });
}

async function judge(setting: Setting): Promise<Verdict> {
  const { model } = setting;
  const none = { agrees: false, wasmMs: 0, webgpuMs: 0, batch: 0 };
  const tensorFault = await compareTensors(setting);
  if (tensorFault) return { ...none, reason: tensorFault };

  await runOnCard(setting, 1);
  const alone = await runOnCard(setting, 1);
  const fits = Math.floor(kBatchMs / Math.max(1, alone.ms));
  const batch = fixedBatch(model.signature) === 0 ? Math.max(1, Math.min(kMostTiles, fits)) : 1;
  const wasm = await runInPool(setting, batch);
  if (batch > 1) await runOnCard(setting, batch);
  const together = batch > 1 ? await runOnCard(setting, batch) : alone;
  const difference = Math.max(
    differenceOf(alone.heads, wasm.heads.slice(0, 1)),
    differenceOf(together.heads, wasm.heads),
    await closeDifference(setting),
  );
  const wasmMs = wasm.ms / batch;
  const webgpuMs = together.ms / batch;
  if (!(difference <= kTolerance)) {
    const size = Number.isFinite(difference) ? difference.toExponential(0) : 'beyond measure';
    return {
      agrees: false,
      reason: `WebGPU gives other results here than WebAssembly (difference ${size}).`,
      wasmMs,
      webgpuMs,
      batch,
    };
  }
  const closely = difference > 0 ? `within ${difference.toExponential(0)}` : 'exactly';
  const times = `${webgpuMs.toFixed(1)} ms a tile on WebGPU (${batch} at a time), ${wasmMs.toFixed(1)} on WebAssembly`;
  return {
    agrees: true,
    reason: `Both agree ${closely} on a test picture: ${times}.`,
    wasmMs,
    webgpuMs,
    batch,
  };
}

/** Of the network for the levels beyond the full frame, on one region of free size; 0 where there is none. */
async function closeDifference({ picture, model, pool, card, signal }: Setting): Promise<number> {
  if (!model.close) return 0;
  const run = goldenRun(model.card, picture.image.width, picture.image.height, false);
  try {
    const { close, ...region } = run.input(1);
    const tables = run.tables({ first: 1, count: 1 });
    const { heads = [] } = await card.run({ picture, tables, region, close, count: 1 }, signal);
    const values = fillTile(run, picture.image, 1, region, model.facts);
    const shape = inputShape(model.facts, region, 1);
    const expected = await pool.run({ name: model.facts.input, shape, values, close }, signal);
    signal.throwIfAborted();
    return differenceOf(heads, [expected.heads ?? []]);
  } finally {
    run.free();
  }
}

/** What is wrong with the card's tensors: they have the core's bits, or nearly. */
async function compareTensors({ run, picture, model, card, signal }: Setting): Promise<string | undefined> {
  const { facts } = model;
  const count = 2;
  const tensor = await card.tensor(batchOf(run, picture, facts, count), signal);
  const size = facts.width * facts.height * 3;
  for (let tile = 0; tile < count; tile += 1) {
    const expected = fillTile(run, picture.image, tile, facts, facts);
    for (let i = 0; i < size; i += 1) {
      const wanted = expected[i] as number;
      const difference = Math.abs((tensor[tile * size + i] as number) - wanted);
      if (!(difference <= 1e-6 * Math.max(1, Math.abs(wanted))))
        return 'WebGPU prepares tiles differently here than the core.';
    }
  }
  return undefined;
}

function batchOf(run: CoreRun, picture: Picture, { width, height }: CardDescription, count: number): CardBatch {
  return { picture, tables: run.tables({ first: 0, count }), region: { width, height }, close: false, count };
}

async function runOnCard({ run, picture, model, card, signal }: Setting, count: number) {
  const start = performance.now();
  const { heads = [] } = await card.run(batchOf(run, picture, model.facts, count), signal);
  signal.throwIfAborted();
  return { heads, ms: performance.now() - start };
}

async function runInPool({ run, picture, model, pool, signal }: Setting, count: number) {
  const start = performance.now();
  const shape = tileShape(model.facts, model.facts, model.signature, 1);
  const heads = await Promise.all(
    Array.from({ length: count }, async (_, tile) => {
      const values = fillTile(run, picture.image, tile, model.facts, model.facts);
      const answer = await pool.run({ name: model.facts.input, shape, values, close: false }, signal);
      return answer.heads ?? [];
    }),
  );
  signal.throwIfAborted();
  return { heads, ms: performance.now() - start };
}
