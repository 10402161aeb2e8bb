// Chooses what runs the network: WebAssembly, or the graphics card when its results agree and it is faster or asked for.

import { Downloads, megabytes, NetworkLost, type TellLoading } from './download';
import type { Model } from './models';
import { fixedBatch } from './network';
import type { BackendView, DetectSettings } from './protocol';
import { WasmRunner, WebgpuRunner, type TileRunner } from './runners';
import type { TilePool } from './tile_pool';
import { tryCard, type Verdict } from './trial';
import { noCardBecause, WebgpuNetwork, type Picture } from './webgpu_network';
import type { CoreRun } from '../../core/farsight.mjs';

type Wanted = DetectSettings['backend'];

/** What is known of the card for one model. */
interface Card {
  model: Model;
  network: WebgpuNetwork | undefined;
  verdict: Verdict | undefined;
  /** Why it cannot be used. */
  fault: string;
}

const kNotYet = '';

export class Backend {
  #card: Card | undefined;
  #told = '';
  #trying: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: TilePool,
    private readonly simd: boolean,
    private readonly phone: boolean,
    private readonly runtimeBytes: number,
    private readonly tell: (view: BackendView) => void,
  ) {}

  /** The card is opened and tried first where it is asked for; `auto` takes what is known. */
  async prepare(wanted: Wanted, model: Model, loading: TellLoading, signal: AbortSignal): Promise<void> {
    if (this.#card && this.#card.model !== model) {
      this.#card.network?.end();
      this.#card = undefined;
    }
    if (wanted === 'webgpu') {
      loading('Starting WebGPU', null);
      await this.#try(model, true, new Downloads(loading), signal);
    }
    this.#tellChoice(wanted);
  }

  /** Called when there is no other work: measures whether the card is right and faster. */
  async considerCard(wanted: Wanted, model: Model, signal: AbortSignal): Promise<void> {
    if (wanted !== 'auto') return;
    await this.#try(model, false, new Downloads(() => undefined), signal).catch(() => undefined);
    if (!signal.aborted) this.#tellChoice(wanted);
  }

  runner(wanted: Wanted, run: CoreRun, picture: Picture, model: Model): TileRunner {
    const { network, verdict } = this.#card ?? {};
    if (!network || !verdict || this.#choose(wanted) === 'wasm') {
      return new WasmRunner(this.pool, run, picture.image, model);
    }
    return new WebgpuRunner(network, run, picture, verdict.batch);
  }

  /** The card failed while it ran: WebAssembly takes over for this model. */
  giveUp(wanted: Wanted, error: unknown): void {
    if (!this.#card) return;
    this.#card.network?.end();
    this.#card.network = undefined;
    this.#card.fault = `WebGPU failed, so WebAssembly goes on: ${inWords(error)}`;
    this.#tellChoice(wanted);
  }

  #choose(wanted: Wanted): 'wasm' | 'webgpu' {
    const { network, verdict } = this.#card ?? {};
    if (wanted === 'wasm' || !network || !verdict?.agrees) return 'wasm';
    return wanted === 'webgpu' || verdict.webgpuMs < verdict.wasmMs ? 'webgpu' : 'wasm';
  }

  /** One trial at a time: a second one finds what the first has found. */
  #try(model: Model, asked: boolean, downloads: Downloads, signal: AbortSignal): Promise<void> {
    const trial = this.#trying.then(() => this.#tryNow(model, asked, downloads, signal));
    this.#trying = trial.catch(() => undefined);
    return trial;
  }

  async #tryNow(model: Model, asked: boolean, downloads: Downloads, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const card: Card = (this.#card ??= { model, network: undefined, verdict: undefined, fault: kNotYet });
    if (card.verdict || (card.fault !== kNotYet && !asked)) return;
    card.fault = kNotYet;
    try {
      card.fault = this.#notWorthBecause(model, asked) ?? (await noCardBecause(asked)) ?? kNotYet;
      if (card.fault !== kNotYet) return;
      const network =
        card.network ?? (await WebgpuNetwork.open(model.onnx, model.close, model.facts, downloads, this.runtimeBytes));
      // Another model may have come meanwhile.
      if (this.#card !== card) return network.end();
      card.network = network;
      signal.throwIfAborted();
      card.verdict = await tryCard(network, this.pool, model, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      card.fault = error instanceof NetworkLost ? error.message : `WebGPU cannot run this network: ${inWords(error)}`;
    }
  }

  #notWorthBecause(model: Model, asked: boolean): string | undefined {
    if (model.signature.stored !== 'float32') {
      return `WebGPU is for networks that take floats; this one takes ${model.signature.stored}.`;
    }
    if (model.weights.length > 0) return 'WebGPU is for networks in one file; this one has its weights in another.';
    if (fixedBatch(model.signature) > 1) return 'WebGPU is for networks that take one picture; this one takes several.';
    if (this.phone && !asked) return `Choose WebGPU to try the graphics chip (loads ${megabytes(this.runtimeBytes)}).`;
    return undefined;
  }

  #tellChoice(wanted: Wanted): void {
    const { verdict, fault = kNotYet } = this.#card ?? {};
    const known = wanted === 'wasm' ? '' : fault !== kNotYet ? fault : (verdict?.reason ?? '');
    const view: BackendView = {
      kind: 'backend',
      used: this.#choose(wanted),
      workers: this.pool.size,
      simd: this.simd,
      wasmMs: verdict?.wasmMs ?? null,
      webgpuMs: verdict?.webgpuMs ?? null,
      reason: known,
    };
    const text = JSON.stringify(view);
    if (text === this.#told) return;
    this.#told = text;
    this.tell(view);
  }
}

const inWords = (error: unknown) => (error instanceof Error ? error.message : String(error));
