// The pool of tile workers.

import { Asked } from './ask';
import type { InputTensor, NetworkAnswer, NetworkQuestion, Signature } from './network';
import { WorkQueue } from './queue';

type TileWorker = Asked<NetworkQuestion, NetworkAnswer>;

/** Each worker holds a runtime and a model of its own, about 150 MB. */
export function poolSize(cores: number, memoryGb: number, phone: boolean): number {
  const most = phone ? 2 : 6;
  const spare = cores > 2 ? cores - 1 : cores;
  return Math.max(1, Math.min(most, spare, Math.floor(memoryGb * 2)));
}

export class TilePool {
  readonly size: number;
  #workers: TileWorker[] = [];
  #queue: WorkQueue<TileWorker, InputTensor, NetworkAnswer> | undefined;
  #loaded = false;

  constructor(phone: boolean) {
    const memoryGb = (navigator as { deviceMemory?: number }).deviceMemory ?? 4;
    this.size = poolSize(navigator.hardwareConcurrency || 2, memoryGb, phone);
    this.#start();
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
    this.#loaded = false;
  }

  /** Settles when the first worker is ready; the others join when they are. */
  async load(onnx: ArrayBuffer): Promise<Signature> {
    // A runtime never gives memory back, so another model means other workers.
    if (this.#loaded) {
      this.#workers.forEach((worker) => worker.end());
      this.#start();
    }
    this.#loaded = true;
    const queue = this.#queue;
    const signatures = this.#workers.map(async (worker) => {
      const { signature } = await worker.ask({ kind: 'load', onnx });
      queue?.add(worker);
      return signature as Signature;
    });
    return Promise.any(signatures).catch((errors: AggregateError) => {
      throw errors.errors[0];
    });
  }

  run(input: InputTensor, signal: AbortSignal): Promise<NetworkAnswer> {
    if (!this.#queue) throw new Error('The tile workers are not started.');
    return this.#queue.submit(input, signal);
  }
}
