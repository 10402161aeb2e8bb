// Size of lab.wasm, how long it takes to start, and how long a link and its command take.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { loadLab } from '../../web/core/lab/lab.mjs';

const bytes = readFileSync(new URL('../../build/web-scalar/bin/lab.wasm', import.meta.url));
console.log(`${bytes.length} bytes, ${brotliCompressSync(bytes).length} after brotli`);

const kLink = 'source=scene&score=0.5&moves=3:10_0:60&levels=3';

/** Milliseconds of each call, shortest first. */
async function times(count, call) {
  const taken = [];
  for (let i = 0; i < count; ++i) {
    const start = performance.now();
    await call();
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b);
}

const starts = await times(15, () => loadLab(bytes));
console.log(`start: fastest ${starts[0].toFixed(2)} ms, median of 15 ${starts[7].toFixed(2)} ms`);
const lab = await loadLab(bytes);
const answers = await times(2000, () => lab.command(lab.read(kLink).query, '', 'near-only'));
console.log(`link and command: median of 2000 ${(1000 * answers[1000]).toFixed(0)} µs`);
