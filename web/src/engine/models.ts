// Networks: fetched or given by a person, imported where needed, with the card that explains them.

import { CoreCard, importTflite, type CardDescription } from '../../core/farsight.mjs';
import { download } from './download';
import type { Signature } from './network';
import { megabytes } from './photos';
import type { ModelEntry } from './protocol';

export interface Model {
  id: string;
  title: string;
  onnx: ArrayBuffer;
  card: CoreCard;
  facts: CardDescription;
  note: string;
}

interface Own {
  name: string;
  bytes: ArrayBuffer;
  labels: string[];
  card: string;
}

export class ModelUnusable extends Error {
  override readonly name = 'ModelUnusable';
}

/** Loads an ONNX file into the networks' workers and tells what it takes and gives. */
export type LoadNetwork = (onnx: ArrayBuffer) => Promise<Signature>;

export class ModelShelf {
  readonly #own = new Map<string, Own>();
  #current: Model | undefined;

  constructor(
    private readonly entries: readonly ModelEntry[],
    private readonly base: string,
  ) {}

  put(id: string, own: Own): void {
    this.#own.set(id, own);
  }

  get current(): Model | undefined {
    return this.#current;
  }

  async get(id: string, load: LoadNetwork, progress: (text: string, fraction: number | null) => void): Promise<Model> {
    if (this.#current?.id === id) return this.#current;
    const own = this.#own.get(id);
    const model = own ? await useOwn(id, own, load, progress) : await this.#useListed(id, load, progress);
    this.#current?.card.free();
    this.#current = model;
    return model;
  }

  async #useListed(
    id: string,
    load: LoadNetwork,
    progress: (text: string, fraction: number | null) => void,
  ): Promise<Model> {
    const entry = this.entries.find((known) => known.id === id);
    if (!entry) throw new ModelUnusable('This model is not in the list any more; choose another.');
    const text = `Loading the model (${megabytes(entry.bytes)})`;
    progress(text, 0);
    const [bytes, cardBytes] = await Promise.all([
      download(new URL(entry.file, this.base).href, 'The model', entry.bytes, (part) => progress(text, part)),
      download(new URL(entry.card, this.base).href, 'The model’s card', 0, () => undefined),
    ]);
    progress('Starting the network', null);
    const onnx = entry.file.endsWith('.tflite') ? importTflite(new Uint8Array(bytes)).buffer : bytes;
    const signature = await load(onnx);
    const card = CoreCard.read(new TextDecoder().decode(cardBytes));
    card.check(signature.inputs, signature.outputs);
    return { id, title: entry.title, onnx, card, facts: card.describe(), note: '' };
  }
}

async function useOwn(
  id: string,
  own: Own,
  load: LoadNetwork,
  progress: (text: string, fraction: number | null) => void,
): Promise<Model> {
  progress(`Reading ${own.name}`, null);
  const isTflite = own.name.toLowerCase().endsWith('.tflite');
  const inContext = (error: unknown): never => {
    throw new ModelUnusable(`${own.name}: ${error instanceof Error ? error.message : String(error)}`);
  };
  try {
    const onnx = isTflite ? importTflite(new Uint8Array(own.bytes)).buffer : own.bytes;
    const signature = await load(onnx);
    const given = own.card.length > 0;
    const card = given ? CoreCard.read(own.card) : CoreCard.guess(signature.inputs, signature.outputs);
    if (given) card.check(signature.inputs, signature.outputs);
    card.nameClasses(own.labels);
    const facts = card.describe();
    const note = given ? 'As its card says.' : recognised(facts, own.labels.length);
    return { id, title: own.name, onnx, card, facts, note };
  } catch (error) {
    return inContext(error);
  }
}

function recognised(facts: CardDescription, names: number): string {
  const heads = facts.anchors > 0 ? `${facts.anchors} anchors` : 'heads without anchors';
  const classes = facts.labels.length;
  const missing = names > 0 && names !== classes ? ` You gave ${names} labels for ${classes} classes.` : '';
  return `Recognised by its shapes: ${heads}, ${classes} ${classes === 1 ? 'class' : 'classes'}.${missing}`;
}
