// The command speaks like the tools that people know.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { assertRefused, Workplace } from './workplace.mjs';

let place;
before(() => (place = new Workplace('misuse')));
after(() => place.close());

test('a mistyped command, option or choice names the one that was meant', () => {
  for (const [words, message] of [
    [['detekt'], /detekt: is no command; did you mean detect\? The commands are detect, .*models\./],
    [['xyzzy'], /xyzzy: is no command\. The commands are/],
    [['detect', 'x', '--lvels', '3'], /--lvels: is no option of detect; did you mean --levels\?/],
    [['detect', 'x', '--pyramid', 'of'], /--pyramid: of: did you mean off\? The choices are/],
    [['--versoin'], /--versoin: is no option; did you mean --version\?/],
  ]) {
    assertRefused(place.farsight(...words), 2, message);
  }
});

test('of a flag given twice the last one counts', () => {
  const words = ['detect', 'photo.pgm', '--model', 'tiny.onnx', '--format', 'csv', '--format', 'json'];
  const ran = place.farsight(...words, '--levels', '2', '--levels', '1');
  assert.equal(ran.code, 0, ran.err);
  assert.equal(JSON.parse(ran.out).images[0].plan.levels, 1);
});

test('a number that is too large, or none, is refused', () => {
  for (const words of [
    ['detect', 'x', '--levels', '99999999999999999999'],
    ['detect', 'x', '--levels', '4294967297'],
    ['detect', 'x', '--score', 'nan'],
    ['detect', 'x', '--overlap', '1e999'],
    ['eval', '--seed', '99999999999999999999999'],
    ['render', '--seed', '-1'],
    ['render', '--count', '9223372036854775808'],
  ]) {
    assertRefused(place.farsight(...words), 2, /write a number from \S+ to \S+\./);
  }
});

test('help shows choices, limits and defaults without the marks of a library', () => {
  const { out } = place.farsight('render', '--help');
  assert.match(out, /--no-clutter +No lamp posts/);
  assert.match(out, /--noise N .*\(0 to 8; default 1\)/);
  assert.match(out, /--format png\|ppm .*\(default png\)/);
  for (const command of ['detect', 'inspect', 'import', 'render', 'sweep', 'eval', 'models']) {
    assert.doesNotMatch(place.farsight(command, '--help').out, /\{|UINT|INT:|FLOAT/, command);
  }
});

test('--quiet leaves warnings out, and errors in', () => {
  place.album('mixed', 1);
  place.write('mixed/notes.txt', 'No picture.');
  assert.match(place.farsight('detect', 'mixed', '--model', 'tiny.onnx').err, /warning: /);
  const quiet = place.farsight('detect', 'mixed', '--model', 'tiny.onnx', '--quiet');
  assert.deepEqual([quiet.code, quiet.err], [0, '']);
  assertRefused(place.farsight('detect', 'none.jpg', '--model', 'tiny.onnx', '-q'), 1, /none\.jpg/);
});

test('--categories without --format coco is misuse', () => {
  const words = ['detect', 'photo.pgm', '--model', 'tiny.onnx', '--categories', 'x.json'];
  assertRefused(place.farsight(...words), 2, /--categories acts with --format coco alone/);
});

test('no file name steers the terminal', () => {
  const file = place.write('a\x1b[31m\nb.pgm', Buffer.from('P5 1 1 255\n\x00', 'latin1'));
  const ran = place.farsight('detect', file, '--model', 'tiny.onnx');
  assert.match(ran.out, /a\\x1b\[31m\\x0ab\.pgm {2}1 x 1/);
  assert.doesNotMatch(place.farsight('detect', `${file}x`, '--model', 'tiny.onnx').err, /\x1b/);
});

const assets = process.env.FARSIGHT_TEST_ASSETS ?? '';
const ssd = join(assets, 'ssd_mobilenet_v2_oidv4.tflite');
test('a known network has its card whatever its file is called', { skip: !existsSync(ssd) }, () => {
  copyFileSync(ssd, place.path('renamed.tflite'));
  const ran = place.farsight('inspect', 'renamed.tflite', '--format', 'json');
  assert.equal(ran.code, 0, ran.err);
  const { name, labels } = JSON.parse(ran.out);
  assert.equal(name, 'ssd_mobilenet_v2_oidv4');
  assert.ok(labels.includes('Person'));
});

test('models lists name, title, classes, size and licence', () => {
  const { models } = JSON.parse(place.farsight('models', '--format', 'json').out);
  const fpn = models.find((model) => model.name === 'fpn');
  assert.deepEqual(fpn.classes, ['car', 'person', 'cyclist', 'traffic cone', 'stop sign']);
  assert.equal(fpn.bytes, 898848);
  assert.equal(fpn.licence, 'MIT');
  assert.match(place.farsight('models').out, /^fpn +5 +0\.9 MB {2}MIT$/m);
  assertRefused(place.farsight('models', '--fetch', 'nothing'), 2, /there is no model of that name/);
});

const hasRsvg = spawnSync('rsvg-convert', ['--version']).status === 0;
test('a figure has its colours as attributes, and librsvg draws them', { skip: !hasRsvg }, () => {
  const words = ['sweep', '--count', '1', '--size', '320x240', '--model', 'fpn', '--figure', 'range.svg'];
  const ran = place.farsight(...words);
  assert.equal(ran.code, 0, ran.err);
  const svg = place.text('range.svg');
  assert.match(svg, /<rect [^>]*fill="#ffffff" class="paper"\/>/);
  assert.match(svg, /<text [^>]*fill="#1b1f24"/);
  for (const [element] of svg.matchAll(/<(?:line|rect|circle|polyline|polygon|text) [^>]*>/g)) {
    assert.match(element, /(?:fill|stroke)="(?:#|none)/, element);
  }
  const drawn = spawnSync('rsvg-convert', ['--width', '64', '--format', 'png', place.path('range.svg')]);
  assert.equal(drawn.status, 0, String(drawn.stderr));
  place.write('range.png', drawn.stdout);
});

test('a flag that cannot act in what was typed is misuse, and says what it needs', () => {
  const photo = ['sweep', '--model', 'tiny.onnx', '--photo', 'photo.pgm', '--box', '1,1,9,9', '--class', 'Patch'];
  for (const [words, message] of [
    [['sweep', '--class', 'person'], /--class says what to look for in --photo FILE, which is missing/],
    [['sweep', '--box', '1,1,9,9'], /--box says what to look for in --photo/],
    [['sweep', '--steps', '5'], /--steps .*give --dolly, --photo or --images/],
    [['sweep', '--farthest', '8'], /--farthest .*give --photo or --images/],
    [['sweep', '--dolly', '--farthest', '8'], /--farthest .*give --photo or --images/],
    [[...photo, '--count', '3'], /--count is of scenes, and --photo looks at photos/],
    [[...photo, '--weather', 'rain'], /--weather is of scenes/],
    [[...photo, '--images', '.', '--annotations', 'a.json'], /--images contradicts --photo/],
    [['sweep', '--images', '.', '--annotations', 'a.json', '--seed', '4'], /--seed is of scenes, and --images/],
    [['detect', 'photo.pgm', '--pyramid', 'off', '--levels', '3'], /--levels .*--pyramid off leaves out/],
    [['detect', 'photo.pgm', '--pyramid', 'off', '--finest-zoom', '1'], /--finest-zoom .*--pyramid off/],
    [['detect', 'photo.pgm', '--overlap', '0.3', '--pyramid', 'off'], /--overlap .*--pyramid off/],
    [['eval', '--annotations', 'a.json', '--images', '.', '--pyramid', 'off', '--levels', '2'], /--levels/],
    [['eval', '--annotations', 'a.json', '--results', 'r.json', '--model', 'x.onnx'], /--model .*--results FILE holds/],
    [['eval', '--annotations', 'a.json', '--results', 'r.json', '--iou', '0.4'], /--iou .*--results FILE holds/],
  ]) {
    assertRefused(place.farsight(...words), 2, message);
  }
});

test('an empty name is misuse wherever a file is named', () => {
  for (const words of [
    ['detect', 'photo.pgm', '--out', ''],
    ['detect', 'photo.pgm', '--annotate', ''],
    ['sweep', '--figure', ''],
    ['sweep', '--photo', ''],
    ['sweep', '--images', ''],
  ]) {
    assertRefused(place.farsight(...words), 2, /may not be empty/);
  }
});
