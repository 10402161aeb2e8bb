import { describe, expect, it } from 'vitest';
import { fixedBatch, inWords, tileShape } from '../../web/src/engine/network';
import { halfOf, ofHalf, stored } from '../../web/src/engine/tensors';
import type { CardDescription } from '../../web/core/farsight.mjs';

describe('half precision', () => {
  // IEEE 754 binary16: sign, five bits of exponent with a bias of 15, ten of mantissa.
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [65504, 0x7bff],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [-Infinity, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [3 * 2 ** -25, 0x0002],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
  ])('%d is 0x%s', (value, half) => {
    expect(halfOf(value)).toBe(half);
  });

  it('comes back the same from all 65536 halves', () => {
    const halves = Array.from({ length: 65536 }, (_, half) => half);
    const isNumber = (half: number) => !Number.isNaN(ofHalf(half));
    expect(halves.filter((half) => isNumber(half) && halfOf(ofHalf(half)) !== half)).toEqual([]);
    const others = halves.filter((half) => !isNumber(half));
    expect(others.map((half) => halfOf(ofHalf(half)) & 0x7c00)).toEqual(others.map(() => 0x7c00));
  });
});

describe('an input of another number type', () => {
  it('gets the same values', () => {
    expect(stored(new Uint8Array([0, 255]), 'int64')).toEqual(BigInt64Array.of(0n, 255n));
    expect(stored(new Uint8Array([0, 255]), 'int32')).toEqual(Int32Array.of(0, 255));
    expect(stored(new Float32Array([0.5]), 'float64')).toEqual(Float64Array.of(0.5));
    expect(stored(new Float32Array([0.5]), 'float16')).toEqual(Uint16Array.of(0x3800));
    const floats = new Float32Array([0.5]);
    expect(stored(floats, 'float32')).toBe(floats);
  });
});

describe('the batch of a network', () => {
  const of = (shape: (number | string)[]) => ({
    inputs: [{ name: 'image', type: 'float32' as const, shape }],
    outputs: [],
    stored: 'float32',
  });
  const input = { width: 8, height: 6, channelsFirst: true } as CardDescription;

  it('is free, fixed, or not there', () => {
    expect(fixedBatch(of(['batch', 3, 6, 8]))).toBe(0);
    expect(fixedBatch(of([-1, 3, 6, 8]))).toBe(0);
    expect(fixedBatch(of([4, 3, 6, 8]))).toBe(4);
    expect(fixedBatch(of([3, 6, 8]))).toBe(1);
    expect(tileShape(input, { width: 5, height: 4 }, of(['batch', 3, 6, 8]), 2)).toEqual([2, 3, 4, 5]);
    expect(tileShape(input, input, of([3, 6, 8]), 1)).toEqual([3, 6, 8]);
  });
});

describe('words of ONNX Runtime', () => {
  it('lose codes and places in its source', () => {
    const text = "Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model.";
    expect(inWords(new Error(text))).toBe('Failed to load model.');
  });

  it('are never a bare code', () => {
    expect(inWords(new Error("Can't create a session. ERROR_CODE: 0, ERROR_MESSAGE: "))).toMatch(/gives no reason/);
    expect(inWords(new Error("Can't create a session. ERROR_CODE: 0"))).toMatch(/gives no reason/);
  });

  it('have bytes that are no text escaped', () => {
    expect(inWords(new Error('node \u0001\u001b[31m fails'))).toBe('node \\x01\\x1b[31m fails');
  });
});
