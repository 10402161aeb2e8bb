// The pool of tile workers.

import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { simdSupported } from '../../core/farsight.mjs';
import { Asked } from './ask';
import type { Downloads } from './download';
import type { NetworkHost } from './models';
import type { InputTensor, NetworkAnswer, NetworkFiles, NetworkQuestion, Signature } from './network';
import { WorkQueue } from './queue';

type TileWorker = Asked<NetworkQuestion, NetworkAnswer>;

/** Each worker holds a runtime and a model of its own, about 150 MB. */
export function poolSize(cores: number, memoryGb: number, few: boolean): number {
  const most = few ? 2 : 6;
  const spare = cores > 2 ? cores - 1 : cores;
  return Math.max(1, Math.min(most, spare, Math.floor(memoryGb * 2)));
}

export class TilePool implements NetworkHost {
  readonly size: number;
  #workers: TileWorker[] = [];
  #queue: WorkQueue<TileWorker, InputTensor, NetworkAnswer> | undefined;
  #state: 'fresh' | 'loaded' | 'unusable' = 'fresh';
  #runtime: Promise<void> | undefined;

  constructor(
    few: boolean,
    private readonly runtimeBytes: number,
  ) {
    const memoryGb = (navigator as { deviceMemory?: number }).deviceMemory ?? 4;
    this.size = poolSize(navigator.hardwareConcurrency || 2, memoryGb, few);
    this.#start();
  }

  get loaded(): boolean {
    return this.#state === 'loaded';
  }

  readonly runtimeUrl = new URL(runtimeUrl, import.meta.url).href;

  /** Fetches the runtime where its progress can be told; the workers then find it in the browser's cache. */
  runtimeReady(downloads: Downloads): Promise<void> {
    this.#runtime ??= downloads.get(this.runtimeUrl, 'The runtime', this.runtimeBytes).then(
      () => undefined,
      (error) => {
        // The workers asked for it too, and a runtime tries only once.
        this.#runtime = undefined;
        this.#state = 'unusable';
        throw error;
      },
    );
    return this.#runtime;
  }

  /** Starts the runtimes before there is a model: they take as long as its download. */
  #start(): void {
    this.#queue = new WorkQueue((worker, input) => worker.ask({ kind: 'run', input }));
    this.#workers = Array.from({ length: this.size }, () => {
      const worker: TileWorker = new Asked(
        new Worker(new URL('./tile.worker.ts', import.meta.url), { type: 'module' }),
      );
      worker.ask({ kind: 'prepare' }).catch(() => undefined);
      return worker;
    });
    this.#state = 'fresh';
  }

  /** Settles when the first worker is ready; the others join when they are. */
  async load(files: NetworkFiles): Promise<Signature> {
    if (!simdSupported) {
      throw new Error('WebAssembly has no SIMD in this browser, and ONNX Runtime needs it; use a newer browser.');
    }
    // A runtime never gives memory back, so another model means other workers.
    if (this.#state !== 'fresh') {
      this.#workers.forEach((worker) => worker.end());
      this.#start();
    }
    this.#state = 'unusable';
    const queue = this.#queue;
    const signatures = this.#workers.map(async (worker) => {
      const { signature } = await worker.ask({ kind: 'load', files });
      queue?.add(worker);
      return signature as Signature;
    });
    const first = await Promise.any(signatures).catch((errors: AggregateError) => {
      throw errors.errors[0];
    });
    this.#state = 'loaded';
    return first;
  }

  /** Settles when all workers have the close network too; a run that needs it waits for it. */
  async loadClose(files: NetworkFiles): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.ask({ kind: 'load-close', files })));
  }

  /** After a failure the model must be loaded again. */
  async run(input: InputTensor, signal: AbortSignal): Promise<NetworkAnswer> {
    if (!this.#queue) throw new Error('The tile workers are not started.');
    try {
      return await this.#queue.submit(input, signal);
    } catch (error) {
      if (!signal.aborted) this.#state = 'unusable';
      throw error;
    }
  }
}
