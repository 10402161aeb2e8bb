// What the engine asks of the workers that run networks, and how ONNX Runtime's tensors look there.

import type { CardDescription, Head, InputDescription, TensorInfo } from '../../core/farsight.mjs';

export interface InputTensor {
  name: string;
  /** The batch first. */
  shape: number[];
  values: Float32Array | Uint8Array;
  /** The close network runs it. */
  close: boolean;
}

/** A network, and the files with weights that it names. */
export interface NetworkFiles {
  onnx: ArrayBuffer;
  weights: readonly { path: string; data: ArrayBuffer }[];
}

export type NetworkQuestion =
  | { kind: 'prepare' }
  | { kind: 'load'; files: NetworkFiles }
  /** The network that looks at the levels beyond the full frame. */
  | { kind: 'load-close'; files: NetworkFiles }
  | { kind: 'run'; input: InputTensor };

/** Network pixels of a region. */
export interface Extent {
  width: number;
  height: number;
}

export interface Signature {
  inputs: TensorInfo[];
  outputs: TensorInfo[];
  /** The input's own type, for example 'float16'. */
  stored: string;
}

export interface NetworkAnswer {
  signature?: Signature;
  heads?: Head[];
  /** Time inside the network. */
  ms?: number;
}

/** Of the worker on the graphics card; `tables` is CoreRun.tables(). */
export type WebgpuQuestion =
  | { kind: 'load'; onnx: ArrayBuffer; close: ArrayBuffer | null; input: CardDescription }
  | { kind: 'photo'; pixels: Uint8Array<ArrayBuffer>; width: number }
  | { kind: 'run'; tables: Int32Array<ArrayBuffer>; region: Extent; close: boolean; count: number }
  | { kind: 'tensor'; tables: Int32Array<ArrayBuffer>; region: Extent; close: boolean; count: number };

export interface WebgpuAnswer {
  heads?: Head[];
  ms?: number;
  /** The network's input as the card has made it. */
  tensor?: Float32Array<ArrayBuffer>;
}

/** The batch first. */
export function inputShape({ channelsFirst }: InputDescription, { width, height }: Extent, count: number): number[] {
  return channelsFirst ? [count, 3, height, width] : [count, height, width, 3];
}

/** The same without the batch where the network has none. */
export function tileShape(input: InputDescription, region: Extent, signature: Signature, count: number): number[] {
  const shape = inputShape(input, region, count);
  return signature.inputs[0]?.shape.length === 3 ? shape.slice(1) : shape;
}

/** How many tiles each run of the network takes; 0: any number. */
export function fixedBatch({ inputs }: Signature): number {
  const shape = inputs[0]?.shape ?? [];
  if (shape.length === 3) return 1;
  return typeof shape[0] === 'number' && shape[0] > 0 ? shape[0] : 0;
}

/** ONNX Runtime's errors begin with codes and paths of its source; people need the sentence. */
export function inWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const plain = text
    .replace(/^.*?(?:ERROR_CODE|error code)\W*\d*\W*(?:ERROR_MESSAGE:\s*)?/is, '')
    .replace(/\S+\.(?:cc|h):\d+\s+\S+\s+/g, '')
    .trim();
  return plain.length > 0
    ? escaped(plain)
    : 'ONNX Runtime cannot load the network and gives no reason; the file may be damaged. Copy or export it again.';
}

/** Damaged files put bytes into messages that are no text. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
