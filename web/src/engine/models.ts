// Networks: fetched or given by a person, imported where needed, with the card that explains them.

import { CoreCard, importTflite, type CardDescription } from '../../core/farsight.mjs';
import { type Downloads, NetworkLost, type TellLoading } from './download';
import type { Signature } from './network';
import type { ModelEntry } from './protocol';

export interface Model {
  id: string;
  title: string;
  onnx: ArrayBuffer;
  card: CoreCard;
  facts: CardDescription;
  /** The network takes any number of tiles at once. */
  batches: boolean;
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

/** What runs the networks: it holds one model, the last one loaded. */
export interface NetworkHost {
  /** The last model loaded can run. */
  readonly loaded: boolean;
  /** Takes an ONNX file and tells what it takes and gives. */
  load(onnx: ArrayBuffer): Promise<Signature>;
}

export class ModelShelf {
  readonly #own = new Map<string, Own>();
  #current: Model | undefined;

  constructor(
    private readonly entries: readonly ModelEntry[],
    private readonly base: string,
    private readonly host: NetworkHost,
  ) {}

  put(id: string, own: Own): void {
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
      const made = await this.#make(entry.file, bytes, new TextDecoder().decode(card), []);
      return { ...made, id, title: entry.title, note: '' };
    });
  }

  #useOwn(id: string, own: Own, tell: TellLoading): Promise<Model> {
    tell(`Reading ${own.name}`, null);
    return inContext(own.name, async () => {
      const made = await this.#make(own.name, own.bytes, own.card, own.labels);
      const note = own.card.length > 0 ? 'As its card says.' : recognised(made.facts, own.labels.length);
      return { ...made, id, title: own.name, note };
    });
  }

  /** `card` is the text of one; empty: the file carries one or the heads are recognised. */
  async #make(file: string, bytes: ArrayBuffer, text: string, labels: string[]) {
    const isTflite = file.toLowerCase().endsWith('.tflite');
    const onnx = isTflite ? importTflite(new Uint8Array(bytes)).buffer : bytes;
    const { inputs, outputs } = await this.host.load(onnx);
    const card = text.length > 0 ? CoreCard.read(text) : CoreCard.recognise(new Uint8Array(onnx), inputs, outputs);
    if (text.length > 0) card.check(inputs, outputs);
    card.nameClasses(labels);
    return { onnx, card, facts: card.describe(), batches: typeof inputs[0]?.shape[0] !== 'number' };
  }
}

async function inContext(name: string, make: () => Promise<Model>): Promise<Model> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof NetworkLost) throw error;
    throw new ModelUnusable(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function recognised(facts: CardDescription, names: number): string {
  const heads = facts.anchors > 0 ? `${facts.anchors} anchors` : 'heads without anchors';
  const classes = facts.labels.length;
  const missing = names > 0 && names !== classes ? ` You gave ${names} labels for ${classes} classes.` : '';
  return `Recognised without a card: ${heads}, ${classes} ${classes === 1 ? 'class' : 'classes'}.${missing}`;
}
