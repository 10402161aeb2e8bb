// Two ways for a batch of tiles to become heads: the core and a pool of WebAssembly workers, or the graphics card.

import type { CardDescription, CoreImage, CoreRun, Head, TileBatch } from '../../core/farsight.mjs';
import { inputShape } from './network';
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

export function fillTile(run: CoreRun, image: CoreImage, tile: number, input: CardDescription) {
  const count = input.width * input.height * 3;
  const values = input.bytes ? new Uint8Array(count) : new Float32Array(count);
  run.fill(image, tile, values);
  return values;
}

export class WasmRunner implements TileRunner {
  readonly kind = 'wasm';
  readonly most = 1;
  readonly inFlight: number;

  constructor(
    private readonly pool: TilePool,
    private readonly coreRun: CoreRun,
    private readonly image: CoreImage,
    private readonly input: CardDescription,
  ) {
    this.inFlight = pool.size + 1;
  }

  async run({ first }: TileBatch, signal: AbortSignal): Promise<BatchResult> {
    const start = performance.now();
    const values = fillTile(this.coreRun, this.image, first, this.input);
    const preprocess = performance.now() - start;
    const shape = inputShape(this.input, 1);
    const { heads = [], ms = 0 } = await this.pool.run({ name: this.input.input, shape, values }, signal);
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
    const { heads = [], ms = 0 } = await this.card.run(this.picture, tables, batch.count, signal);
    return { heads, preprocess, network: ms };
  }
}
