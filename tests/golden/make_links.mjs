// Writes links.tsv: a thousand links, many of them rough, and what the lab makes of each: the query as the lab writes
// it, what it says of the link, and the equivalent command. The C++ and the WebAssembly build must both give these
// bytes. The links depend on the seed alone; the answers come from lab.wasm.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadLab } from '../../web/core/lab/lab.mjs';

const root = new URL('../../', import.meta.url);
const kLinks = 1100;

// mulberry32
let seed = 5;
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const below = (count) => Math.floor(random() * count);
const pick = (values) => values[below(values.length)];

const lab = await loadLab(readFileSync(new URL('build/web-scalar/bin/lab.wasm', root)));
const table = lab.table();

const kNames = ['kite', 'beach-2', 'near-only', 'ssd_v2', 'a.b', '../etc', 'own:photo-1', '-x', 'A'.repeat(65), 'é'];
const kMoves = ['0:60', '3:25.5_0:60', '0:60.0', '0:1', '7:999', '0:5_0:6', '0:', 'a:5', '0:5.55', '1%3A40', '0:5_', '00:07'];
const kRough = ['', ' ', 'NaN', 'Infinity', '-1', '1e1', '1e-3', '.5', '5.', '0x10', '1e999', '%30%2E%35', '+0.5', '0.5+', '0,5', 'on ', 'ON', '%zz', '%', '99999999'];

function numberOf({ min, max, step }) {
  const steps = Math.round((max - min) / step);
  return pick([
    () => (min + below(steps + 1) * step).toFixed(3),
    () => String(min + random() * (max - min)),
    () => pick([0, min, max, min - step, max + step]).toString(),
  ])();
}

function valueOf(row) {
  if (random() < 0.15) return pick(kRough);
  if (row.kind === 'number') return numberOf(row);
  if (row.choices) return random() < 0.1 ? pick(row.choices).value.replace('-', '+') : pick(row.choices).value;
  return pick(row.kind === 'moves' ? kMoves : kNames);
}

function link() {
  const parts = Array.from({ length: below(7) }, () => {
    if (random() < 0.06) return pick(['utm_source=x', 'nonsense', 'Score=0.5', '=', '&', 'score']);
    const row = pick(table);
    return `${random() < 0.03 ? row.name.replace('-', '%2D') : row.name}=${valueOf(row)}`;
  });
  if (random() < 0.4) parts.unshift('source=scene');
  return (random() < 0.2 ? '?' : '') + parts.join('&');
}

const lines = Array.from({ length: kLinks }, () => {
  const given = link();
  const { query, complaint } = lab.read(given);
  return [given, query, complaint, lab.command(query, 'build/assets/kite.jpg', { model: 'near-only' })].join('\t');
});
writeFileSync(new URL('tests/golden/links.tsv', root), lines.join('\n') + '\n');
