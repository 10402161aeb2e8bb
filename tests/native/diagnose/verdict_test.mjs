// The verdicts of farsight diagnose on the lab's own networks. Why each fails is known from its recipe.
// Needs FARSIGHT_BINARY.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

let folder;

const farsight = (...words) =>
  execFileSync(process.env.FARSIGHT_BINARY, words, {
    cwd: folder,
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** The scenes of training/models.toml, fewer and smaller: sizes are compared in network pixels. */
function render(out, seed, size, distance, objects, count) {
  const classes = 'car=4,person=4,cyclist=2,traffic-cone=2,stop-sign=2';
  const scene = ['--seed', seed, '--size', size, '--distance', distance, '--objects', objects, '--classes', classes];
  farsight('render', ...scene, '--count', count, '--out', out);
}

function diagnosis(model, training) {
  const field = ['--images', 'field', '--annotations', 'field/annotations.json'];
  const data = ['--model', model, '--training', `${training}/annotations.json`, ...field];
  const told = farsight('diagnose', ...data, '--pyramid', 'off', '--max-objects', '50', '--format', 'json');
  return JSON.parse(told);
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'farsight-verdict-'));
  render('field', '9001', '640x360', '4..120', '6..16', '50');
  render('near', '1001', '320x180', '4..10', '4..10', '120');
  render('varied', '1002', '320x180', '4..70', '6..16', '120');
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('near-only saw near objects alone: the data limits it', () => {
  assert.equal(diagnosis('near-only', 'near').limit, 'data');
});

test('fpn-near saw the same through finer anchors: the data limits it, not the anchors', () => {
  const told = diagnosis('fpn-near', 'near');
  assert.equal(told.limit, 'data');
  const [all] = told.groups;
  assert.ok(all.measured.by_probe_size.d50.place > 2 * all.anchor_end_px);
});

test('multi-scale saw the near scenes at many scales: the anchors limit it', () => {
  assert.equal(diagnosis('multi-scale', 'near').limit, 'anchors');
});

test('fpn has finer anchors and saw many scales: it fails near their end, and not for the data', () => {
  const told = diagnosis('fpn', 'near');
  // Half are found from 14.3 pixels, and up to 14.6 count as the anchors' end: it lies on the line between the two.
  assert.match(told.limit, /^(anchors|features)$/);
  const [all] = told.groups;
  assert.ok(all.measured.by_probe_size.d50.place < 1.5 * all.anchor_end_px);
});

test('transfer saw scenes near and far with coarse anchors: the anchors limit it', () => {
  assert.equal(diagnosis('transfer', 'varied').limit, 'anchors');
});
