// ONNX Runtime's tensors of any number type, as the core wants them: inputs as floats or bytes, heads as floats.

import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Head, TensorInfo } from '../../core/farsight.mjs';
import type { InputTensor, Signature } from './network';

/** Inputs that take whole numbers take those of a photo, 0 to 255. */
const kWholeNumbers = ['uint8', 'int32', 'int64'];
/** 'uint8' stands for whole numbers of any size in an output. */
const kWholeOutputs = [...kWholeNumbers, 'int8', 'bool'];
const kFloats = ['float32', 'float16', 'float64'];

type Metadata = InferenceSession.ValueMetadata;

/** Fails in words when the network does not take exactly one picture of numbers. */
export function signatureOf({ inputMetadata, outputMetadata }: InferenceSession): Signature {
  if (inputMetadata.length !== 1) {
    throw new Error(`The network has ${inputMetadata.length} inputs; a detector with one picture input is needed.`);
  }
  for (const input of inputMetadata) {
    if (input.isTensor && [...kWholeNumbers, ...kFloats].includes(input.type)) continue;
    throw new Error(
      `The network's input "${input.name}" holds neither float nor whole numbers from 0 to 255. Export it with a float32 or uint8 input.`,
    );
  }
  const read = (list: readonly Metadata[]): TensorInfo[] =>
    list.map((entry) => ({
      name: entry.name,
      type: entry.isTensor && kWholeOutputs.includes(entry.type) ? 'uint8' : 'float32',
      shape: entry.isTensor ? [...entry.shape] : [],
    }));
  const [input] = inputMetadata;
  const stored = input?.isTensor ? input.type : 'float32';
  return { inputs: read(inputMetadata), outputs: read(outputMetadata), stored };
}

/** The values as the network's own input type stores them. */
export function stored(values: InputTensor['values'], type: string) {
  switch (type) {
    case 'float16':
      return Uint16Array.from(values, halfOf);
    case 'float64':
      return Float64Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'int64':
      return BigInt64Array.from(values as Uint8Array, BigInt);
    default:
      return values;
  }
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest half-precision number, ties to even, as its 16 bits. */
export function halfOf(value: number): number {
  float[0] = value;
  const from = bits[0] as number;
  const sign = (from >>> 16) & 0x8000;
  const magnitude = from & 0x7fffffff;
  // NaN, and what is over the largest half: 65520 and more round to infinity.
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // Under the smallest normal half: multiples of 2^-24.
  if (magnitude < 0x38800000) return sign | roundEven(Math.abs(float[0]) * 2 ** 24);
  // The exponent's bias changes by 112; what is carried out of the mantissa raises the exponent.
  const shifted = magnitude - 0x38000000;
  const rest = shifted & 0x1fff;
  const low = shifted >>> 13;
  const up = rest > 0x1000 || (rest === 0x1000 && (low & 1) === 1);
  return sign | (low + (up ? 1 : 0));
}

function roundEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}

/** The number that 16 bits of half precision stand for. */
export function ofHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const mantissa = half & 1023;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

function asFloats(data: Tensor.DataType, type: string): Float32Array<ArrayBuffer> {
  if (data instanceof Float32Array) return data.slice();
  // Browsers without half-precision arrays hand out the bits.
  if (type === 'float16' && data instanceof Uint16Array) return Float32Array.from(data, ofHalf);
  return Float32Array.from(data as ArrayLike<number | bigint>, Number);
}

/** Copies the outputs out of the runtime's memory; texts and other things that are no numbers are left out. */
export async function headsOf(outputs: Record<string, Tensor>): Promise<Head[]> {
  const numbers = Object.entries(outputs).filter(([, { type }]) => type !== 'string');
  return Promise.all(
    numbers.map(async ([name, tensor]) => ({
      name,
      values: asFloats(await tensor.getData(), tensor.type),
      shape: tensor.dims,
    })),
  );
}
