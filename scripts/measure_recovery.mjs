#!/usr/bin/env node
// Measures what the pyramid recovers on annotated photos, beside the full frame and two rival merges,
// and prints the table of docs/results.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const farsight = 'build/release/bin/farsight';
const kModes = [
  { name: 'full frame', flags: ['--pyramid', 'off'] },
  { name: 'pyramid, keep-best', flags: [] },
  { name: 'pyramid, NMS', flags: ['--merge', 'nms'] },
  { name: 'pyramid, union (SAHI), boxes from 0.3', flags: ['--merge', 'union', '--candidate-score', '0.3'] },
];
const kClasses = [
  { name: 'Person', flag: 'person' },
  { name: 'vehicles', flag: 'bicycle,car' },
  { name: 'all mapped', flag: 'known' },
];
const kSizes = ['small', 'medium', 'large', 'all'];

const [images, annotations] = process.argv.slice(2);
if (!annotations || images.startsWith('-')) {
  console.error(
    'Usage: scripts/measure_recovery.mjs IMAGES ANNOTATIONS\n' +
      'IMAGES is a folder of photos, ANNOTATIONS their boxes in COCO JSON.',
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'farsight-recovery-'));
const run = (...args) => execFileSync(farsight, args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 30 });

function detect(mode, format) {
  const file = join(folder, `${mode.name.replaceAll(/\W+/g, '-')}.${format}.json`);
  const categories = format === 'coco' ? ['--categories', annotations] : [];
  run('detect', images, '--score', '0.05', '--format', format, '--out', file, ...categories, ...mode.flags);
  return file;
}

function tilesAnImage(mode) {
  const pictures = JSON.parse(readFileSync(detect(mode, 'json'), 'utf8')).images;
  return pictures.reduce((sum, picture) => sum + picture.plan.tiles, 0) / pictures.length;
}

function evaluate(results, classes) {
  const flags = ['--classes', classes, '--resamples', '0', '--format', 'json'];
  const report = JSON.parse(run('eval', '--annotations', annotations, '--results', results, ...flags));
  return kSizes.map((size, at) => ({ size, ...report.by_size[at] }));
}

const shown = (value) => (value === null || value === undefined ? '–' : value.toFixed(3));

try {
  const tiles = { off: tilesAnImage(kModes[0]), on: tilesAnImage(kModes[1]) };
  console.log('| classes | size | mode | AP50 | recall at 0.3 | precision at 0.3 | tiles an image |');
  console.log('| --- | --- | --- | ---: | ---: | ---: | ---: |');
  const results = kModes.map((mode) => detect(mode, 'coco'));
  for (const classes of kClasses) {
    const reports = results.map((file) => evaluate(file, classes.flag));
    kSizes.forEach((size, at) => {
      kModes.forEach((mode, m) => {
        const row = reports[m][at];
        const cost = (m === 0 ? tiles.off : tiles.on).toFixed(1);
        console.log(
          `| ${classes.name} | ${size} (${row.truths}) | ${mode.name} | ${shown(row.ap50)} ` +
            `| ${shown(row.recall)} | ${shown(row.precision)} | ${cost} |`,
        );
      });
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
