// What the engine asks of the workers that run networks, and how ONNX Runtime's tensors look there.

import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { CardDescription, Head, TensorInfo } from '../../core/farsight.mjs';

export interface InputTensor {
  name: string;
  /** The batch first. */
  shape: number[];
  values: Float32Array | Uint8Array;
}

export type NetworkQuestion =
  { kind: 'prepare' } | { kind: 'load'; onnx: ArrayBuffer } | { kind: 'run'; input: InputTensor };

export interface Signature {
  inputs: TensorInfo[];
  outputs: TensorInfo[];
}

export interface NetworkAnswer {
  signature?: Signature;
  heads?: Head[];
  /** Time inside the network. */
  ms?: number;
}

/** Of the worker on the graphics card; `tables` is CoreRun.tables(). */
export type WebgpuQuestion =
  | { kind: 'load'; onnx: ArrayBuffer; input: CardDescription }
  | { kind: 'photo'; pixels: Uint8Array<ArrayBuffer>; width: number }
  | { kind: 'run'; tables: Int32Array<ArrayBuffer>; count: number }
  | { kind: 'tensor'; tables: Int32Array<ArrayBuffer>; count: number };

export interface WebgpuAnswer {
  heads?: Head[];
  ms?: number;
  /** The network's input as the card has made it. */
  tensor?: Float32Array<ArrayBuffer>;
}

/** The batch first. */
export function inputShape(input: CardDescription, count: number): number[] {
  const { width, height, channelsFirst } = input;
  return channelsFirst ? [count, 3, height, width] : [count, height, width, 3];
}

export function signatureOf(session: InferenceSession): Signature {
  const read = (list: readonly InferenceSession.ValueMetadata[]): TensorInfo[] =>
    list.map((entry) => ({
      name: entry.name,
      type: entry.isTensor && entry.type === 'uint8' ? 'uint8' : 'float32',
      shape: entry.isTensor ? [...entry.shape] : [],
    }));
  return { inputs: read(session.inputMetadata), outputs: read(session.outputMetadata) };
}

/** Copies the outputs out of the runtime's memory, as floats whatever their type. */
export async function headsOf(outputs: Record<string, Tensor>): Promise<Head[]> {
  return Promise.all(
    Object.entries(outputs).map(async ([name, tensor]) => {
      const data = await tensor.getData();
      const values =
        data instanceof Float32Array ? data.slice() : Float32Array.from(data as ArrayLike<number | bigint>, Number);
      return { name, values, shape: tensor.dims };
    }),
  );
}

/** ONNX Runtime's errors begin with codes and paths of its source; people need the sentence. */
export function inWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const plain = text
    .replace(/^.*?(?:ERROR_CODE|error code)\W*\d*\W*(?:ERROR_MESSAGE:\s*)?/i, '')
    .replace(/\S+\.(?:cc|h):\d+\s+\S+\s+/g, '')
    .trim();
  return plain.length > 0 ? plain : text;
}
