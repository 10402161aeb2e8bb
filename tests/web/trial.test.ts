import { describe, expect, it, vi } from 'vitest';
import type { Head } from '../../web/core/farsight.mjs';
import { differenceOf, goldenPixels } from '../../web/src/engine/trial';
import { inWords } from '../../web/src/engine/network';

vi.mock('onnxruntime-web/ort-wasm-simd-threaded.wasm?url', () => ({ default: '' }));
vi.mock('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url', () => ({ default: '' }));

const head = (...values: number[]): Head[] => [{ name: 'scores', values: Float32Array.from(values), shape: [] }];

describe('the comparison of both ways to run a network', () => {
  it('is zero when a batch holds what its tiles gave one by one', () => {
    expect(differenceOf(head(1, 2, 3, 4), [head(1, 2), head(3, 4)])).toBe(0);
  });

  it('is relative for large values and absolute for small ones', () => {
    expect(differenceOf(head(101), [head(100)])).toBeCloseTo(0.01);
    expect(differenceOf(head(0.5), [head(0.25)])).toBe(0.25);
  });

  it('finds a wrong value in any tile of the batch', () => {
    expect(differenceOf(head(1, 1, 1, 3), [head(1, 1), head(1, 1)])).toBe(2);
  });

  it('is beyond measure for NaN, for another shape and for a head that is not there', () => {
    expect(differenceOf(head(NaN), [head(1)])).toBe(Infinity);
    expect(differenceOf(head(1, 2), [head(1)])).toBe(Infinity);
    expect(differenceOf(head(1), [[{ name: 'boxes', values: Float32Array.of(1), shape: [] }]])).toBe(Infinity);
  });

  it('uses a picture that is opaque and nowhere flat', () => {
    const pixels = goldenPixels(64, 64);
    for (let at = 0; at < pixels.length; at += 4) expect(pixels[at + 3]).toBe(255);
    expect(new Set(pixels).size).toBeGreaterThan(150);
  });
});

describe('what ONNX Runtime says', () => {
  it.each([
    [
      'Can’t create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed.',
      'Failed to load model because protobuf parsing failed.',
    ],
    ['failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: WebGPU validation failed.', 'WebGPU validation failed.'],
    ['no code at all', 'no code at all'],
  ])('becomes a sentence: %s', (said, sentence) => {
    expect(inWords(new Error(said))).toBe(sentence);
  });
});
