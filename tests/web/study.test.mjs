// The range study in WebAssembly: four scenes with the stand-in network of tests/lab/study/four_scenes_test.cpp give
// the bytes that the native study and the command's sweep give. Wants the builds of scripts/site.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CoreCard, CoreError, load } from '../../web/core/farsight.mjs';
import { configurationsCsvHead, Study } from '../../web/core/proving.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const golden = (name) => readFileSync(`${root}/tests/golden/${name}`, 'utf8');
const kScenes = 4;
const kSide = 64;
const kCells = 8;
const kAnchors = 3 * kCells * kCells;
const kSettings = {
  model: 'contrast',
  pyramid: true,
  full: true,
  levels: 3,
  finestZoom: 0.5,
  overlap: 0.25,
  filter: 'triangle',
  score: 0.3,
  merge: 'keep-best',
  iou: 0.5,
  weather: 'clear',
  place: 'road',
};

let card;

before(async () => {
  await load(async () => readFileSync(`${root}/build/web/bin/farsight.wasm`), { simd: true });
  card = CoreCard.read(golden('study_card.json'));
});

/** All anchors of a cell have one score for both classes: (largest - smallest value of its pixels) / 256. */
function scoresOf(pixels) {
  const scores = new Float32Array(3 * kAnchors);
  const side = kSide / kCells;
  for (let cell = 0; cell < kCells * kCells; cell += 1) {
    let [low, high] = [255, 0];
    for (let y = 0; y < side; y += 1) {
      const row = Math.floor(cell / kCells) * side + y;
      const from = 3 * (row * kSide + (cell % kCells) * side);
      for (const value of pixels.subarray(from, from + 3 * side)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    for (let anchor = 3 * cell; anchor < 3 * cell + 3; anchor += 1) {
      scores.fill((high - low) / 256, 3 * anchor + 1, 3 * anchor + 3);
    }
  }
  return scores;
}

function drive(run, image) {
  const pixels = new Uint8Array(3 * kSide * kSide);
  for (let batch = run.next(1); batch; batch = run.next(1)) {
    run.fill(image, batch.first, pixels);
    run.absorb(batch, [
      { name: 'boxes', values: new Float32Array(4 * kAnchors), shape: [1, kAnchors, 4] },
      { name: 'scores', values: scoresOf(pixels), shape: [1, kAnchors, 3] },
    ]);
  }
}

function studied(settings) {
  const study = new Study(settings, card);
  while (study.scenes < kScenes) {
    const image = study.render();
    const run = study.run(card);
    drive(run, image);
    study.add(run, 0);
    run.free();
    image.free();
  }
  return study.result(card.describe().title);
}

describe('a study of four scenes', () => {
  it('gives the native study’s bytes, with the pyramid and without', () => {
    const lines = [studied(kSettings), studied({ ...kSettings, pyramid: false, levels: 0, finestZoom: 0 }), ''];
    assert.equal(lines.join('\n'), golden('study_four_scenes.json'));
  });

  it('has a line of the table, which fits under its head', () => {
    const fields = (line) =>
      line
        .trimEnd()
        .replaceAll(/"[^"]*"/g, 'quoted')
        .split(',').length;
    const { csv } = JSON.parse(golden('study_four_scenes.json').split('\n')[0]);
    assert.equal(fields(csv), fields(configurationsCsvHead()));
    assert.ok(csv.endsWith('\r\n'));
  });
});

describe('a study', () => {
  it('ends after as many scenes as the command’s equivalent counts', () => assert.equal(Study.mostScenes, 200));

  it('refuses a model that knows no class of the scenes, and settings that are none', () => {
    const face = CoreCard.read(readFileSync(`${root}/assets/cards/face_detection_short_range.json`, 'utf8'));
    const refused = (settings, knows, words) =>
      assert.throws(
        () => new Study(settings, knows),
        (error) => error instanceof CoreError && words.test(error.message),
      );
    refused(kSettings, face, /knows none of the classes that scenes have \(car, person/);
    refused({ ...kSettings, weather: 'snow' }, card, /snow/);
    refused({ ...kSettings, merge: 'best' }, card, /best/);
  });
});
