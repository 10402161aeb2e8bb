// WebAssembly against native, one thread each, in one run of the same benchmark source:
//   cmake --build build/release --target bench && cmake --build build/web --target bench && node bench/ratio.mjs
// Processor time, so that other programs disturb little; both run in turns, and the least of each counts.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const kFilter = '^preprocess/|^merge_crowd/';
const kRounds = 3;
const kSeconds = 0.3;
/** What the page is meant to stay within. */
const kMost = 2;

const kMilliseconds = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3 };

/** Preprocessing is measured on every instruction set; the best counts. */
const caseOf = (name) => name.replace(/^(preprocess\/.*)\/[^/]+$/, '$1');

/** Name and processor milliseconds: both write "name  time unit  cpu unit  iterations". */
function measure(command, args) {
  const filter = [`--benchmark_filter=${kFilter}`, `--benchmark_min_time=${kSeconds}`];
  const text = execFileSync(command, [...args, ...filter], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = text.matchAll(/^(\S+)\s+[\d.]+ (?:ns|us|ms|s)\s+([\d.]+) (ns|us|ms|s)\s+\d+/gm);
  return [...lines].map(([, name, time, unit]) => [caseOf(name), Number(time) * kMilliseconds[unit]]);
}

function keepLeast(least, measured) {
  for (const [name, ms] of measured) least.set(name, Math.min(ms, least.get(name) ?? Infinity));
}

const native = new Map();
const web = new Map();
for (let round = 0; round < kRounds; round += 1) {
  keepLeast(native, measure(`${root}build/release/bin/bench`, []));
  keepLeast(web, measure(process.execPath, [`${root}build/web/bin/bench.js`]));
}

let worst = 0;
console.log('| benchmark | native ms | WebAssembly ms | ratio |');
console.log('| --- | ---: | ---: | ---: |');
for (const [name, ms] of native) {
  const other = web.get(name);
  if (other === undefined) continue;
  const ratio = other / ms;
  worst = Math.max(worst, ratio);
  console.log(`| ${name} | ${ms.toFixed(3)} | ${other.toFixed(3)} | ${ratio.toFixed(2)} |`);
}
console.log(`\nThe largest ratio is ${worst.toFixed(2)}; ${kMost} is the most wanted.`);
process.exitCode = worst > 0 && worst <= kMost ? 0 : 1;
