// The engine's side of the worker on the graphics card.

import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { CardDescription, CoreImage } from '../../core/farsight.mjs';
import { Asked } from './ask';
import type { Downloads } from './download';
import type { Extent, WebgpuAnswer, WebgpuQuestion } from './network';
import { WorkQueue } from './queue';

type CardWorker = Asked<WebgpuQuestion, WebgpuAnswer>;

/** Pixels, and a name that is theirs alone: they travel to the card once. */
export interface Picture {
  id: string;
  image: CoreImage;
}

/** Tiles of one size. */
export interface CardBatch {
  picture: Picture;
  tables: Int32Array<ArrayBuffer>;
  region: Extent;
  close: boolean;
  count: number;
}

type Batch = CardBatch & { kind: 'run' | 'tensor' };

/** Why this browser cannot use a graphics card; nothing when it can. Software counts as a card only where asked for. */
export async function noCardBecause(softwareToo: boolean): Promise<string | undefined> {
  if (!('gpu' in navigator)) return 'This browser has no WebGPU.';
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (!adapter) return 'WebGPU finds no graphics card here.';
  const { info } = adapter;
  const software =
    info?.isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(`${info?.architecture} ${info?.description}`);
  return software && !softwareToo ? 'WebGPU has only a software adapter here, which is slower.' : undefined;
}

export class WebgpuNetwork {
  readonly #worker: CardWorker;
  /** One batch at a time: they share buffers. */
  readonly #queue: WorkQueue<CardWorker, Batch, WebgpuAnswer>;
  #pictureOnCard = '';

  private constructor() {
    const worker = new Worker(new URL('./webgpu.worker.ts', import.meta.url), { type: 'module' });
    this.#worker = new Asked(worker);
    this.#queue = new WorkQueue((to, batch) => this.#send(to, batch));
  }

  /** Fetches the runtime, opens the card and loads the network there. */
  static async open(
    onnx: ArrayBuffer,
    close: ArrayBuffer | null,
    input: CardDescription,
    downloads: Downloads,
    runtimeBytes: number,
  ): Promise<WebgpuNetwork> {
    // Fetched where progress can be told; the worker then finds it in the browser's cache.
    await downloads.get(new URL(runtimeUrl, import.meta.url).href, 'The graphics runtime', runtimeBytes);
    const network = new WebgpuNetwork();
    try {
      await network.#worker.ask({ kind: 'load', onnx, close, input });
      network.#queue.add(network.#worker);
      return network;
    } catch (error) {
      network.end();
      throw error;
    }
  }

  run(batch: CardBatch, signal: AbortSignal): Promise<WebgpuAnswer> {
    return this.#queue.submit({ kind: 'run', ...batch }, signal);
  }

  /** The input tensor that a run would get. */
  async tensor(batch: CardBatch, signal: AbortSignal) {
    const { tensor } = await this.#queue.submit({ kind: 'tensor', ...batch }, signal);
    return tensor ?? new Float32Array();
  }

  end(): void {
    this.#worker.end();
  }

  async #send(worker: CardWorker, { kind, picture, tables, ...rest }: Batch): Promise<WebgpuAnswer> {
    if (this.#pictureOnCard !== picture.id) {
      const pixels = picture.image.bytes().slice();
      this.#pictureOnCard = '';
      await worker.ask({ kind: 'photo', pixels, width: picture.image.width }, [pixels.buffer]);
      this.#pictureOnCard = picture.id;
    }
    return worker.ask({ kind, tables, ...rest }, [tables.buffer]);
  }
}
