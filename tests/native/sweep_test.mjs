// farsight sweep from the outside, with a detector whose finds are known beforehand.
// Needs FARSIGHT_BINARY and FARSIGHT_TINY (the program that writes a tiny detector).
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { tinyCard } from './tiny/tiny_card.mjs';

const binary = process.env.FARSIGHT_BINARY;
let folder;

function sweep(...words) {
  const ran = spawnSync(binary, ['sweep', ...words], { encoding: 'utf8', maxBuffer: 1 << 26, cwd: folder });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

function report(...words) {
  const ran = sweep(...words, '--format', 'json');
  assert.equal(ran.code, 0, ran.err);
  return JSON.parse(ran.out);
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'farsight-sweep-'));
  execFileSync(process.env.FARSIGHT_TINY, [join(folder, 'tiny.onnx')]);
  writeFileSync(join(folder, 'tiny.card.json'), JSON.stringify(tinyCard()));
  const pixels = Buffer.alloc(64 * 48, 90);
  writeFileSync(join(folder, 'photo.pgm'), Buffer.concat([Buffer.from('P5 64 48 255\n'), pixels]));
});

after(() => rmSync(folder, { recursive: true, force: true }));

const photo = ['--model', 'tiny.onnx', '--photo', 'photo.pgm', '--box', '0,0,32,24', '--class', 'person'];
const twoSteps = [...photo, '--steps', '2', '--farthest', '2', '--levels', '1'];

test('a photo moved to twice its distance is lost halfway', () => {
  const { classes, frames, configurations } = report(...twoSteps);
  assert.equal(frames, 2);
  assert.deepEqual(
    classes.map((one) => [one.class, one.objects]),
    [['person', 2]],
  );
  const [fullFrame] = classes[0].configurations;
  // At twice the distance the object covers (16, 12) to (32, 24): IoU 0.25 with the upper left quarter.
  assert.deepEqual(
    fullFrame.score_by_step.map(({ distance, height_px, score }) => [distance, height_px, Number(score.toFixed(6))]),
    [
      [1, 24, Number((0.8 + (0.1 * 90) / 255).toFixed(6))],
      [2, 12, 0],
    ],
  );
  // Recall is 1 at 1 and 0 at 2, so the straight line between them passes one half at 1.5.
  assert.ok(Math.abs(fullFrame.by_distance.d50.place - 1.5) < 1e-9);
  assert.ok(Math.abs(fullFrame.by_distance.d90.place - 1.1) < 1e-9);
  // Heights 12 and 24 likewise.
  assert.ok(Math.abs(fullFrame.by_height.d50.place - 18) < 1e-9);
  // Of four quarters three match nothing on the first frame, and four on the second.
  assert.equal(configurations[0].false_positives_per_frame, 3.5);
});

test('the anchor limit is the overlap with the one anchor there is', () => {
  const [person] = report(...twoSteps).classes;
  const { anchor_limit_iou: limit } = person.configurations[0];
  // The anchor covers 32 by 24 pixels of the photo, and so does the object at a height of 24.
  person.anchor_limit_heights_px.forEach((height, i) => {
    const ratio = height / 24;
    assert.ok(Math.abs(limit[i] - Math.min(ratio, 1 / ratio) ** 2) < 1e-6, `height ${height}`);
  });
});

test('the effective field is what hiding costs: of a score that follows the mean, all of a bright picture', () => {
  const pixels = Buffer.alloc(64 * 48, 220);
  writeFileSync(join(folder, 'bright.pgm'), Buffer.concat([Buffer.from('P5 64 48 255\n'), pixels]));
  const [person] = report(...twoSteps.map((word) => (word === 'photo.pgm' ? 'bright.pgm' : word))).classes;
  const { object, anchor, effective, theoretical } = person.field_network_px;
  assert.deepEqual(object, [0, 0, 4, 4]);
  assert.deepEqual(anchor, [0, 0, 4, 4]);
  // 64 equal losses: a row of eight is more than the tenth that may go.
  assert.deepEqual(effective, [0, 0, 8, 8]);
  // The mean over the picture has no field of its own.
  assert.equal(theoretical, null);
  // Grey is brighter than the dark photo, so hiding costs nothing there.
  assert.equal(report(...twoSteps).classes[0].field_network_px.effective, null);
});

test('CSV has a line a bin, and the table and JSON the same figures', () => {
  const lines = sweep(...twoSteps, '--format', 'csv')
    .out.trim()
    .split('\n');
  assert.equal(lines[0], 'class,configuration,axis,low,high,place,objects,found,recall,recall_low,recall_high,fit');
  const fullFrame = lines.filter((line) => line.startsWith('person,full frame,distance_times,'));
  assert.deepEqual(
    fullFrame.map((line) => line.split(',').slice(5, 9)),
    [
      ['1', '1', '1', '1.000000'],
      ['2', '1', '0', '0.000000'],
    ],
  );
  assert.match(sweep(...twoSteps).out, /full frame\s+D50 1\.5 x/);
});

test('a figure stands alone and says its figures in words', () => {
  for (const file of ['range.svg', 'range.html']) {
    const ran = sweep(...twoSteps, '--figure', file);
    assert.equal(ran.code, 0, ran.err);
    const figure = readFileSync(join(folder, file), 'utf8');
    assert.match(figure, /<svg [^>]*role="img"/);
    assert.match(figure, /<desc id="farsight-words">person, full frame: D50 1\.5 x/);
    assert.doesNotMatch(figure, /(href|src)=|@import|url\(|<script/);
    assert.doesNotMatch(figure, /nan|inf/i);
  }
});

test('annotated photos are moved away together', () => {
  const annotations = {
    images: [
      { id: 1, file_name: 'photo.pgm', width: 64, height: 48 },
      { id: 2, file_name: 'photo.pgm', width: 64, height: 48 },
    ],
    categories: [
      { id: 1, name: 'person' },
      { id: 2, name: 'zebra' },
    ],
    annotations: [
      { id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 32, 24], area: 768 },
      { id: 2, image_id: 2, category_id: 1, bbox: [40, 30, 4, 4], area: 16 },
      { id: 3, image_id: 2, category_id: 2, bbox: [0, 0, 32, 24], area: 768 },
    ],
  };
  writeFileSync(join(folder, 'truth.json'), JSON.stringify(annotations));
  const options = ['--model', 'tiny.onnx', '--images', '.', '--annotations', 'truth.json', '--steps', '2'];
  const { classes } = report(...options, '--farthest', '2');
  // The zebra is unknown to the model and counts neither way; of two persons one is found, at first.
  assert.deepEqual(
    classes.map((one) => [one.class, one.objects]),
    [['person', 4]],
  );
  const found = classes[0].configurations[0].by_distance.points.map((point) => point.found);
  assert.equal(
    found.reduce((sum, count) => sum + count),
    1,
  );
});

const scenes = ['--model', 'tiny.onnx', '--size', '160x90', '--count', '4', '--objects', '5', '--levels', '1'];

test('scenes hold the classes that the model knows, and threads change nothing', () => {
  const one = sweep(...scenes, '--threads', '1', '--format', 'json');
  const two = sweep(...scenes, '--threads', '2', '--format', 'json');
  assert.equal(one.code, 0, one.err);
  assert.equal(one.out, two.out);
  const { classes, distance_unit: unit } = JSON.parse(one.out);
  assert.deepEqual(
    classes.map((entry) => entry.class),
    ['person'],
  );
  assert.equal(unit, 'm');
  // People of all statures, their height worked back from pixels and distance.
  assert.ok(classes[0].height_m > 1.5 && classes[0].height_m < 1.95, String(classes[0].height_m));
});

test('a dolly moves the subject of each scene and counts it alone', () => {
  const { classes, frames } = report(...scenes, '--dolly', '--steps', '3', '--distance', '5..20');
  assert.equal(frames, 12);
  const steps = classes[0].configurations[0].score_by_step;
  assert.deepEqual(
    steps.map((step) => Math.round(step.distance * 1e4) / 1e4),
    [5, 10, 20],
  );
  assert.ok(Math.abs(steps[0].height_px / steps[1].height_px - 2) < 0.2);
});

test('one object in one scene gives no D50: nothing is claimed of distances where nothing stood', () => {
  const one = ['--model', 'tiny.onnx', '--size', '640x360', '--count', '1', '--objects', '1', '--levels', '1'];
  const [person] = report(...one).classes;
  for (const { by_distance: curve } of person.configurations) {
    assert.equal(curve.objects, 1);
    assert.equal(curve.images, 1);
    assert.equal(curve.seen[0], curve.seen[1]);
    for (const crossing of [curve.d50, curve.d90]) {
      assert.equal(crossing.place, null);
      assert.deepEqual(crossing.interval, [null, null]);
      assert.deepEqual(crossing.interval_where, ['before the first object', 'beyond the last object']);
      assert.equal(crossing.where, 'too few objects');
    }
  }
  const { out } = sweep(...one);
  assert.match(out, /person: 1 object at \d+\.\d m/);
  assert.match(out, /on 1 frame;/);
  assert.match(out, /D50 too few objects {3}D90 too few objects {3}half are found from: too few objects/);
  assert.doesNotMatch(out, /under|over/);
});

test('two objects may lie on both sides of a crossing, whose interval is then not known', () => {
  const [person] = report(...twoSteps).classes;
  const { d50 } = person.configurations[0].by_distance;
  assert.equal(d50.where, 'crossed');
  assert.deepEqual(d50.interval, [null, null]);
  assert.match(sweep(...twoSteps).out, /D50 1\.5 x {2}\[too few objects\]/);
});

test('a stopped sweep goes on from its state to the same bytes', () => {
  const whole = sweep(...scenes, '--format', 'json', '--state', 'state');
  assert.equal(whole.code, 0, whole.err);
  const state = readFileSync(join(folder, 'state'), 'utf8');
  const lines = state.split('\n');
  assert.equal(lines.length, 6);
  writeFileSync(join(folder, 'state'), lines.slice(0, 3).join('\n') + '\n' + lines[3].slice(0, 20));
  assert.equal(sweep(...scenes, '--format', 'json', '--state', 'state').out, whole.out);

  const other = sweep(...scenes, '--score', '0.5', '--state', 'state');
  assert.equal(other.code, 1);
  assert.match(other.err, /state: belongs to another sweep/);
  assert.match(sweep(...scenes, '--filter', 'area', '--state', 'state').err, /state: belongs to another sweep/);
  writeFileSync(join(folder, 'state'), `${lines[0]}\n{"frame":0}\n`);
  const damaged = sweep(...scenes, '--state', 'state');
  assert.equal(damaged.code, 1);
  assert.match(damaged.err, /state: line 2 is damaged/);
});

test('what makes no sense is named', () => {
  const cases = [
    [['--photo', 'photo.pgm'], 2, /--photo needs --box/],
    [['--photo', 'photo.pgm', '--box', '5,5,1,1', '--class', 'person'], 2, /--box 5,5,1,1: write/],
    [['--photo', 'photo.pgm', '--box', '0,0,9,9', '--class', 'zebra'], 1, /knows none of the photos' classes/],
    [['--photo', 'none.pgm', '--box', '0,0,9,9', '--class', 'person'], 1, /none.pgm/],
    [['--images', '.'], 2, /--images DIR and --annotations FILE belong together/],
    [['--figure', 'range.png'], 2, /range.png: a figure ends in .svg or .html/],
    [['--figure', 'nowhere/range.svg'], 1, /folder does not exist/],
    [['--distance', 'far'], 2, /--distance far/],
    [['--merge', 'glue'], 2, /glue/],
  ];
  for (const [words, code, message] of cases) {
    const ran = sweep('--model', 'tiny.onnx', ...words);
    assert.equal(ran.code, code, words.join(' ') + ran.err);
    assert.match(ran.err, message);
    assert.equal(ran.out, '');
  }
  writeFileSync(join(folder, 'tiny.card.json'), JSON.stringify(tinyCard([{ name: 'Patch', coco: '' }])));
  const strange = sweep(...scenes);
  assert.equal(strange.code, 1);
  assert.match(strange.err, /the model knows none of car, person/);
});
