// Small JPEGs for the gallery, made while the site is built.

import { readFileSync } from 'node:fs';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

/** Twice the size at which the gallery shows them. */
const kWidth = 128;
const kHeight = 96;

interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** The photo's centre at 4:3, averaged down by area. */
export function thumbnail(file: string): Uint8Array {
  const bytes = readFileSync(file);
  const photo: Pixels = file.endsWith('.png')
    ? PNG.sync.read(bytes)
    : jpeg.decode(bytes, { useTArray: true, maxMemoryUsageInMB: 1024 });
  return jpeg.encode({ width: kWidth, height: kHeight, data: Buffer.from(average(photo)) }, 82).data;
}

function average(photo: Pixels): Uint8Array {
  const side = Math.min(photo.width / kWidth, photo.height / kHeight);
  const left = (photo.width - side * kWidth) / 2;
  const top = (photo.height - side * kHeight) / 2;
  const out = new Uint8Array(4 * kWidth * kHeight).fill(255);
  for (let y = 0; y < kHeight; y += 1) {
    for (let x = 0; x < kWidth; x += 1) {
      const from = { x: Math.floor(left + x * side), y: Math.floor(top + y * side) };
      const to = { x: Math.ceil(left + (x + 1) * side), y: Math.ceil(top + (y + 1) * side) };
      out.set(meanOf(photo, from, to), 4 * (y * kWidth + x));
    }
  }
  return out;
}

function meanOf(photo: Pixels, from: { x: number; y: number }, to: { x: number; y: number }): number[] {
  const sum = [0, 0, 0];
  let count = 0;
  for (let y = from.y; y < Math.min(to.y, photo.height); y += 1) {
    for (let x = from.x; x < Math.min(to.x, photo.width); x += 1) {
      const at = 4 * (y * photo.width + x);
      for (let channel = 0; channel < 3; channel += 1)
        sum[channel] = (sum[channel] ?? 0) + (photo.data[at + channel] ?? 0);
      count += 1;
    }
  }
  return sum.map((value) => Math.round(value / Math.max(1, count)));
}
