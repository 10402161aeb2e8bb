// Networks: fetched or given by a person, imported where needed, with the card that explains them.

import {
  CoreCard,
  externalFiles,
  openTflite,
  recogniseInput,
  type CardDescription,
  type TensorInfo,
} from '../../core/farsight.mjs';
import { type Downloads, NetworkLost, type TellLoading } from './download';
import {
  fixedBatch,
  tileShape,
  type InputTensor,
  type NetworkAnswer,
  type NetworkFiles,
  type Signature,
} from './network';
import type { ModelEntry, OwnFile, OwnModel } from './protocol';

export interface Model {
  id: string;
  title: string;
  onnx: ArrayBuffer;
  card: CoreCard;
  facts: CardDescription;
  /** ONNX of the network for the levels beyond the full frame; null: it keeps to tiles of its own size. */
  close: ArrayBuffer | null;
  signature: Signature;
  /** Files with weights beside the network's own. */
  weights: NetworkFiles['weights'];
  note: string;
  /** Sentences about what looks wrong. */
  warnings: string[];
}

export class ModelUnusable extends Error {
  override readonly name = 'ModelUnusable';
}

/** What runs the networks: it holds one model, the last one loaded. */
export interface NetworkHost {
  /** The last model loaded can run. */
  readonly loaded: boolean;
  /** Takes a network and tells what it takes and gives. */
  load(files: NetworkFiles): Promise<Signature>;
  /** Takes the same network as it looks at regions of free size. */
  loadClose(files: NetworkFiles): Promise<void>;
  run(input: InputTensor, signal: AbortSignal): Promise<NetworkAnswer>;
}

export class ModelShelf {
  readonly #own = new Map<string, OwnModel>();
  #current: Model | undefined;

  constructor(
    private readonly entries: readonly ModelEntry[],
    private readonly base: string,
    private readonly host: NetworkHost,
  ) {}

  /** What a model is made of, as far as it must be fetched. */
  urlsOf(id: string): string[] {
    const entry = this.entries.find((known) => known.id === id);
    return entry ? [entry.file, entry.card].map((file) => new URL(file, this.base).href) : [];
  }

  put(id: string, own: OwnModel): void {
    this.#own.set(id, own);
  }

  /** The model that is loaded. */
  get current(): Model | undefined {
    return this.#current;
  }

  async get(id: string, downloads: Downloads, tell: TellLoading, signal: AbortSignal): Promise<Model> {
    if (this.#current?.id === id && this.host.loaded) return this.#current;
    this.#current?.card.free();
    // Until the new one is there the host holds none.
    this.#current = undefined;
    const own = this.#own.get(id);
    const model = own ? await this.#useOwn(id, own, tell) : await this.#useListed(id, downloads, tell, signal);
    this.#current = model;
    return model;
  }

  async #useListed(id: string, downloads: Downloads, tell: TellLoading, signal: AbortSignal): Promise<Model> {
    const entry = this.entries.find((known) => known.id === id);
    if (!entry) throw new ModelUnusable('This model is not in the list any more; choose another.');
    const [bytes, card] = await Promise.all([
      downloads.get(new URL(entry.file, this.base).href, 'The model', entry.bytes, signal),
      downloads.get(new URL(entry.card, this.base).href, 'The model’s card', 0, signal),
    ]);
    tell('Starting the network', null);
    return inContext(entry.title, async () => {
      const network = { name: entry.file, bytes };
      const made = await this.#make({ network, card: new TextDecoder().decode(card), labels: '', parts: [] });
      return { ...made, id, title: entry.title, note: '' };
    });
  }

  #useOwn(id: string, own: OwnModel, tell: TellLoading): Promise<Model> {
    const { name } = own.network;
    tell(`Reading ${name}`, null);
    return inContext(name, async () => {
      const made = await this.#make(own);
      const note = own.card.length > 0 ? 'As its card says.' : recognised(made.facts);
      return { ...made, id, title: name, note };
    });
  }

  async #make({ network, card: text, labels, parts }: OwnModel) {
    const { onnx, card: imported } = opened(network);
    const weights = imported ? [] : weightsOf(onnx, parts);
    const signature = await this.host.load({ onnx, weights });
    const { inputs, outputs } = signature;
    const card = text.length > 0 ? CoreCard.read(text) : (imported ?? (await this.#recognise(onnx, signature)));
    const used = [...weights.map(({ path }) => path), takeAnchors(card, parts)];
    card.check(inputs, outputs);
    if (labels.length > 0) card.fitLabels(labels);
    const close = await this.#freed({ onnx, weights }, card);
    const facts = card.describe();
    const idle = parts.filter(({ name }) => !used.some((path) => named([{ name }], path)));
    const unused = idle.map(({ name }) => `${name} was not used: neither the network nor its card names it.`);
    return { onnx, close, weights, card, facts, signature, warnings: [...facts.warnings, ...unused] };
  }

  /** Null where the network cannot be freed of its size, or the runtime refuses it then. */
  async #freed({ onnx, weights }: NetworkFiles, card: CoreCard): Promise<ArrayBuffer | null> {
    try {
      const close = card.closeNetwork(new Uint8Array(onnx)).buffer;
      await this.host.loadClose({ onnx: close, weights });
      return close;
    } catch {
      card.keepTiles();
      return null;
    }
  }

  /** By what the file says; where that leaves the shapes of the outputs free, by those of a run on a black picture. */
  async #recognise(onnx: ArrayBuffer, signature: Signature): Promise<CoreCard> {
    const bytes = new Uint8Array(onnx);
    const { inputs, outputs } = signature;
    try {
      return CoreCard.recognise(bytes, inputs, outputs);
    } catch (error) {
      const free = outputs.some(({ shape }) => shape.slice(1).some((size) => typeof size !== 'number'));
      if (!free) throw error;
      const shaped = await this.#shapesOfRun(bytes, signature).catch(() => null);
      if (!shaped) throw error;
      return CoreCard.recognise(bytes, inputs, shaped);
    }
  }

  async #shapesOfRun(onnx: Uint8Array, signature: Signature): Promise<TensorInfo[]> {
    const input = recogniseInput(onnx, signature.inputs);
    const batch = Math.max(1, fixedBatch(signature));
    const count = input.width * input.height * 3 * batch;
    const values = input.bytes ? new Uint8Array(count) : new Float32Array(count);
    const shape = tileShape(input, input, signature, batch);
    const tensor = { name: input.input, shape, values, close: false };
    const { heads = [] } = await this.host.run(tensor, new AbortController().signal);
    return signature.outputs.map((output) => {
      const head = heads.find(({ name }) => name === output.name);
      return head ? { ...output, shape: head.shape } : output;
    });
  }
}

/** The network as ONNX, and the card that a TFLite file gives. */
function opened({ name, bytes }: OwnFile): { onnx: ArrayBuffer; card: CoreCard | null } {
  if (bytes.byteLength === 0) throw new Error('the file is empty. Copy or export it again.');
  if (!name.toLowerCase().endsWith('.tflite')) return { onnx: bytes, card: null };
  const { onnx, card } = openTflite(new Uint8Array(bytes));
  return { onnx: onnx.buffer, card };
}

/** A path's last part; a network may name its weights with one. */
const fileName = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const named = <Part extends { name: string }>(parts: readonly Part[], path: string) =>
  parts.find(({ name }) => fileName(name).toLowerCase() === fileName(path).toLowerCase());

function weightsOf(onnx: ArrayBuffer, parts: readonly OwnFile[]): NetworkFiles['weights'] {
  const paths = externalFiles(new Uint8Array(onnx));
  const missing = paths.filter((path) => !named(parts, path)).map(fileName);
  if (missing.length > 0) {
    throw new Error(
      `its weights stand in another file, ${missing.join(', ')}. Open that file too, now or together with the network.`,
    );
  }
  return paths.map((path) => ({ path, data: (named(parts, path) as OwnFile).bytes }));
}

/** Name of the list of anchors that the card has taken; '': it needs none. */
function takeAnchors(card: CoreCard, parts: readonly OwnFile[]): string {
  const file = card.anchorFile;
  if (file.length === 0) return file;
  const part = named(parts, file);
  if (!part)
    throw new Error(`its card names a list of anchors, ${file}. Open that file too, together with the network.`);
  card.takeAnchors(new TextDecoder().decode(part.bytes));
  return file;
}

async function inContext(name: string, make: () => Promise<Model>): Promise<Model> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof NetworkLost) throw error;
    throw new ModelUnusable(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function recognised(facts: CardDescription): string {
  const heads = facts.anchors > 0 ? `${facts.anchors} anchors` : 'heads without anchors';
  const classes = facts.labels.length;
  return `Recognised without a card: ${heads}, ${classes} ${classes === 1 ? 'class' : 'classes'}.`;
}
