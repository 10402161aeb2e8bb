// Prints two results of `farsight detect --format json` side by side: the full frame and the pyramid.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { judge, truthOf } from './truth.mjs';

const [before, after] = process.argv.slice(2, 4).map((file) => ({
  folder: file.replace(/\.json$/, ''),
  ...JSON.parse(readFileSync(file, 'utf8')).images[0],
}));

// COCO's bounds: under 32² pixels small, from 96² large.
const sizes = [
  ['small (under 32² pixels)', (area) => area < 32 ** 2],
  ['medium', (area) => area >= 32 ** 2 && area < 96 ** 2],
  ['large (from 96² pixels)', (area) => area >= 96 ** 2],
];
const area = ({ box: [x0, y0, x1, y1] }) => (x1 - x0) * (y1 - y0);
const milliseconds = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

const labels = [...new Set([...before.detections, ...after.detections].map(({ label }) => label))];
const countOf = (image, label) => image.detections.filter((found) => found.label === label).length;
labels.sort((a, b) => countOf(after, b) - countOf(after, a) || a.localeCompare(b));

const truth = truthOf(before.file);
const known = truth
  ? [
      [`people found, of ${judge(truth, []).objects} by eye`, (image) => judge(truth, image.detections).found],
      ['  boxes on nobody', (image) => judge(truth, image.detections).wrong],
      null,
    ]
  : [];

const rows = [
  ...known,
  ['boxes', (image) => image.detections.length],
  ...sizes.map(([name, holds]) => [
    `  ${name}`,
    (image) => image.detections.filter((found) => holds(area(found))).length,
  ]),
  null,
  ...labels.map((label) => [`  ${label}`, (image) => countOf(image, label)]),
  null,
  ['runs of the network', (image) => image.plan.tiles],
  ['network pixels, full frames', (image) => image.plan.pixel_ratio.toFixed(1)],
  ['time, whole', (image) => milliseconds(image.timing_ms.total)],
  ['  network, all threads', (image) => milliseconds(image.timing_ms.network)],
  ['  preprocess, all threads', (image) => milliseconds(image.timing_ms.preprocess)],
  ['  decode heads', (image) => milliseconds(image.timing_ms.decode_heads)],
  ['  merge', (image) => milliseconds(image.timing_ms.merge)],
];

const line = (name, ...cells) => `  ${name.padEnd(28)}${cells.map((cell) => String(cell).padStart(14)).join('')}\n`;
let text = `\n${before.model} on ${basename(before.file)}, ${before.width} × ${before.height} pixels\n\n`;
text += line('', 'full frame', 'pyramid');
for (const row of rows) text += row ? line(row[0], row[1](before), row[1](after)) : '\n';
text += '\nThe pictures (blue: seen on the full frame, orange: recovered by the pyramid):\n';
for (const { folder, file } of [before, after]) {
  text += `  ${folder}/${basename(file).replace(/\.[^.]*$/, '')}.png\n`;
}
process.stdout.write(text + '\n');
