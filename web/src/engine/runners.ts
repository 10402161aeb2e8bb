// Two ways for a batch of tiles to become heads: the core and a pool of WebAssembly workers, or the graphics card.

import type { CardDescription, CoreImage, CoreRun, Head, TileBatch } from '../../core/farsight.mjs';
import type { Model } from './models';
import { fixedBatch, tileShape, type Extent } from './network';
import type { TilePool } from './tile_pool';
import type { Picture, WebgpuNetwork } from './webgpu_network';

export interface BatchResult {
  heads: Head[];
  /** Milliseconds; preprocessing on the card counts as the network's. */
  preprocess: number;
  network: number;
}

export interface TileRunner {
  readonly kind: 'wasm' | 'webgpu';
  /** Most tiles of a batch. */
  readonly most: number;
  /** Batches that may be out at once: enough to keep all busy, few enough to stay cancellable. */
  readonly inFlight: number;
  run(batch: TileBatch, signal: AbortSignal): Promise<BatchResult>;
}

const emptyTensor = ({ width, height }: Extent, { bytes }: CardDescription, tiles: number) => {
  const count = width * height * 3 * tiles;
  return bytes ? new Uint8Array(count) : new Float32Array(count);
};

export function fillTile(run: CoreRun, image: CoreImage, tile: number, region: Extent, input: CardDescription) {
  const values = emptyTensor(region, input, 1);
  run.fill(image, tile, values);
  return values;
}

export class WasmRunner implements TileRunner {
  readonly kind = 'wasm';
  /** A network of a fixed batch runs with all of it each time; places that no tile fills stay zero. */
  readonly most: number;
  readonly inFlight: number;

  constructor(
    private readonly pool: TilePool,
    private readonly coreRun: CoreRun,
    private readonly image: CoreImage,
    private readonly model: Pick<Model, 'facts' | 'signature'>,
  ) {
    this.most = Math.max(1, fixedBatch(model.signature));
    this.inFlight = pool.size + 1;
  }

  async run({ first, count }: TileBatch, signal: AbortSignal): Promise<BatchResult> {
    const { facts, signature } = this.model;
    const start = performance.now();
    const { close, ...region } = this.coreRun.input(first);
    const values = emptyTensor(region, facts, this.most);
    const size = values.length / this.most;
    for (let i = 0; i < count; i += 1) {
      this.coreRun.fill(this.image, first + i, values.subarray(i * size, (i + 1) * size));
    }
    const preprocess = performance.now() - start;
    const shape = tileShape(facts, region, signature, this.most);
    const { heads = [], ms = 0 } = await this.pool.run({ name: facts.input, shape, values, close }, signal);
    return { heads, preprocess, network: ms };
  }
}

export class WebgpuRunner implements TileRunner {
  readonly kind = 'webgpu';
  /** One on the card, one ready to follow. */
  readonly inFlight = 2;

  constructor(
    private readonly card: WebgpuNetwork,
    private readonly coreRun: CoreRun,
    private readonly picture: Picture,
    readonly most: number,
  ) {}

  async run(batch: TileBatch, signal: AbortSignal): Promise<BatchResult> {
    const start = performance.now();
    const tables = this.coreRun.tables(batch);
    const preprocess = performance.now() - start;
    const { close, ...region } = this.coreRun.input(batch.first);
    const { heads = [], ms = 0 } = await this.card.run(
      { picture: this.picture, tables, region, close, count: batch.count },
      signal,
    );
    return { heads, preprocess, network: ms };
  }
}
