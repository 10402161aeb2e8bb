// Networks of a few hundred bytes as people bring them, without a card: each finds the same two boxes. The files are
// those that start the fuzzing, made by tests/web/browser/tiny_onnx.ts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Workplace } from './workplace.mjs';

const seeds = join(process.env.FARSIGHT_GOLDEN_DIR, '../fuzz/corpus/onnx');
const seed = (name) => readFileSync(join(seeds, name));
/** What the file with weights holds: x0, y0, x1, y1, score, class. */
const kWeights = Buffer.from(Float32Array.of(0, 0, 4, 4, 0.75, 0, 4, 4, 8, 8, 0.5, 1).buffer);

let work;
before(() => (work = new Workplace('own')));
after(() => work.close());

/** Label and score of what is found on a square photo. */
function found(model, ...more) {
  work.write('square.pgm', Buffer.concat([Buffer.from('P5 64 64 255\n'), Buffer.alloc(64 * 64, 99)]));
  const { code, out, err } = work.farsight(
    'detect',
    'square.pgm',
    '--model',
    model,
    '--pyramid',
    'off',
    '--format',
    'json',
    ...more,
  );
  assert.equal(code, 0, err);
  const [{ detections }] = JSON.parse(out).images;
  return detections.map(({ label, score, box }) => [label, score, ...box]);
}

const kFound = [
  ['class 0', 0.75, 0, 0, 32, 32],
  ['class 1', 0.5, 32, 32, 64, 64],
];

describe('a network without a card', () => {
  for (const [name, what] of [
    ['finished', 'in floats'],
    ['half', 'in half precision'],
    ['batch', 'of a fixed batch, whose run is filled up'],
    ['free', 'whose shapes only a run tells'],
  ]) {
    test(`${what} opens`, () => {
      work.write(`${name}.onnx`, seed(name));
      assert.deepEqual(found(`${name}.onnx`), kFound);
    });
  }

  test('says that it was run to learn its shapes', () => {
    work.write('free.onnx', seed('free'));
    const { out } = work.farsight('inspect', 'free.onnx', '--format', 'json');
    const shapes = JSON.parse(out).understood.find(({ subject }) => subject === 'shapes');
    assert.deepEqual(shapes, {
      subject: 'shapes',
      value: 'free in the file',
      how: 'the heads of a run on a black picture',
      certainty: 'seen',
    });
  });

  test('names its first classes by a short list, in capitals as well', () => {
    work.write('NET.ONNX', seed('finished'));
    work.write('labels.txt', 'bolt\nnut\n\n');
    assert.deepEqual(
      found('NET.ONNX', '--labels', 'labels.txt').map(([label]) => label),
      ['bolt', 'nut'],
    );
  });

  test('needs its weights beside it, and says so', () => {
    work.write('external.onnx', seed('external'));
    const { code, err } = work.farsight('detect', 'photo.pgm', '--model', 'external.onnx');
    assert.equal(code, 1);
    assert.equal(
      err,
      'farsight: external.onnx: its weights stand in another file, w.bin, which is missing. Put that file beside the network.\n',
    );
    work.write('w.bin', kWeights);
    assert.deepEqual(found('external.onnx'), kFound);
  });

  test('shows its values on a test picture, and what looks wrong', () => {
    work.write('finished.onnx', seed('finished'));
    const whole = JSON.parse(work.farsight('inspect', 'finished.onnx', '--format', 'json').out);
    const [{ name, values, least, most }] = whole.test_picture.ranges;
    assert.deepEqual({ name, values, least, most }, { name: 'output0', values: 12, least: 0, most: 8 });
    assert.deepEqual(whole.test_picture.warnings, []);
    // The same rows as fractions are boxes of thousands of pixels.
    work.farsight('inspect', 'finished.onnx', '--write-card', 'wrong.json');
    const card = JSON.parse(work.text('wrong.json'));
    work.write('wrong.card.json', JSON.stringify({ ...card, heads: { ...card.heads, normalized: true } }));
    const { out } = work.farsight('inspect', 'finished.onnx', '--card', 'wrong.card.json');
    assert.match(out, /warning: The best boxes are far larger than the input: their coordinates may be pixels/);
  });

  test('that is damaged puts no raw bytes on a terminal', () => {
    const bytes = seed('finished');
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0xff;
      work.write('damaged.onnx', damaged);
      const { code, out, err } = work.farsight('detect', 'photo.pgm', '--model', 'damaged.onnx');
      assert.ok(code === 0 || code === 1, `byte ${at}: ${code}`);
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(out + err, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/, `byte ${at}`);
    }
  });
});
