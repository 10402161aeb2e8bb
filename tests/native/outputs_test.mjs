// An output is never an input, and what somebody else wrote is never replaced.
import assert from 'node:assert/strict';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { assertRefused, picture, Workplace } from './workplace.mjs';

let place;
before(() => (place = new Workplace('outputs')));
after(() => place.close());

/** Refused as misuse, and the file keeps its bytes. */
function assertKept(file, words, ...command) {
  const before = readFileSync(file);
  assertRefused(place.farsight(...command), 2, words);
  assert.deepEqual(readFileSync(file), before);
}

const isInput = /is one of the inputs, which it would overwrite/;

describe('an output that is an input is refused before any work', () => {
  test('import onto its own file, by its name, a symbolic link or a hard one', () => {
    const file = place.write('t.tflite', Buffer.alloc(100, 7));
    symlinkSync(file, place.path('link.onnx'));
    linkSync(file, place.path('hard.onnx'));
    for (const out of ['t.tflite', './t.tflite', 'link.onnx', 'hard.onnx']) {
      assertKept(file, isInput, 'import', 't.tflite', '-o', out);
    }
  });

  test('detect onto the picture, the model, its card and the annotations', () => {
    const { model, photo } = place;
    assertKept(photo, isInput, 'detect', photo, '--model', model, '--format', 'json', '--out', photo);
    symlinkSync(photo, place.path('again.json'));
    assertKept(photo, isInput, 'detect', photo, '--model', model, '--out', 'again.json');
    linkSync(model, place.path('net.txt'));
    assertKept(model, isInput, 'detect', photo, '--model', model, '--out', 'net.txt');
    const card = place.path('tiny.card.json');
    assertKept(card, isInput, 'detect', photo, '--model', model, '--out', 'tiny.card.json');
    const ids = place.write('ids.json', '{"categories":[]}');
    const words = ['--format', 'coco', '--categories', ids, '--out', ids];
    assertKept(ids, isInput, 'detect', photo, '--model', model, ...words);
  });

  test('detect with standard output that is the picture', () => {
    const copy = place.write('copy.pgm', picture(20, 20));
    const ran = place.shell(`"$F" detect copy.pgm --model tiny.onnx >> copy.pgm`);
    assert.equal(ran.code, 2, ran.err);
    assert.match(ran.err, /standard output: is one of the inputs/);
    assert.deepEqual(readFileSync(copy), picture(20, 20));
  });

  test('eval onto its annotations, results and pictures', () => {
    const annotations = place.write('annotations.json', '{"images":[],"annotations":[],"categories":[]}');
    const results = place.write('results.json', '[]');
    place.write('pictures/a.json.pgm', picture(8, 8));
    const words = ['eval', '--annotations', annotations, '--results', results, '--out'];
    assertKept(annotations, isInput, ...words, annotations);
    assertKept(results, isInput, ...words, results);
    const part = place.write('part1', 'a part');
    assertKept(part, isInput, 'eval', '--merge', part, '--out', part);
  });

  test('sweep onto its photo, its model and its own figure', () => {
    const { photo, model } = place;
    const words = ['sweep', '--photo', photo, '--box', '1,1,9,9', '--class', 'Patch', '--model', model];
    symlinkSync(photo, place.path('figure.svg'));
    assertKept(photo, isInput, ...words, '--figure', 'figure.svg');
    assertKept(photo, isInput, ...words, '--state', photo);
    assertKept(model, isInput, ...words, '--state', model);
    assertRefused(place.farsight(...words, '--out', 'x', '--figure', 'x'), 2, /already the file of another option/);
  });

  test('render --merge onto a shard', () => {
    const shard = place.write('shard.json', '{}');
    assertKept(shard, isInput, 'render', '--merge', shard, '--out', shard);
  });
});

describe('what somebody else wrote in a folder of ours stays', () => {
  const scene = ['render', '--count', '1', '--size', '160x120', '--out', 'mine'];

  test('a picture where render would draw one', () => {
    const own = place.write('mine/000001.png', 'my holidays');
    assertRefused(place.farsight(...scene), 1, /000001\.png: was not drawn by farsight render and is not replaced/);
    assert.equal(readFileSync(own, 'utf8'), 'my holidays');
    assert.deepEqual(readdirSync(place.path('mine')), ['000001.png']);
  });

  test('an annotation file that is none of render', () => {
    const own = place.write('notes/annotations.json', '{"images":[]}');
    const ran = place.farsight(...scene.slice(0, -1), 'notes');
    assertRefused(ran, 1, /annotations\.json: is no annotation file of farsight render/);
    assert.equal(readFileSync(own, 'utf8'), '{"images":[]}');
    assert.deepEqual(readdirSync(place.path('notes')), ['annotations.json']);
  });

  test("a second run replaces render's own pictures, also those of no record", () => {
    for (const format of ['png', 'ppm']) {
      const words = [...scene.slice(0, -1), `ours-${format}`, '--format', format];
      assert.equal(place.farsight(...words).code, 0);
      const drawn = readFileSync(place.path(`ours-${format}/000001.${format}`));
      // An interrupt between the picture and its record leaves a picture alone.
      place.write(`left-${format}/000001.${format}`, drawn);
      const again = place.farsight(...scene.slice(0, -1), `left-${format}`, '--format', format);
      assert.equal(again.code, 0, again.err);
    }
  });

  test('a picture where an annotated one would be drawn; a second run replaces its own', () => {
    const own = place.write('drawn/photo.png', 'my holidays');
    const words = ['detect', 'photo.pgm', '--model', 'tiny.onnx', '--annotate'];
    assertRefused(place.farsight(...words, 'drawn'), 1, /photo\.png: was not drawn by farsight and is not replaced/);
    assert.equal(readFileSync(own, 'utf8'), 'my holidays');
    assert.equal(place.farsight(...words, 'ours').code, 0);
    assert.equal(place.farsight(...words, 'ours').code, 0);
  });

  test('annotated pictures of an earlier run are no inputs of the next', () => {
    place.write('photos/a.pgm', picture(20, 20));
    const words = ['detect', '-r', 'photos', '--model', 'tiny.onnx', '--annotate', 'photos/drawn', '--format', 'csv'];
    assert.equal(place.farsight(...words).code, 0);
    const again = place.farsight(...words);
    assert.equal(again.code, 0, again.err);
    assert.match(again.err, /1 annotated picture of an earlier run left out/);
    assert.deepEqual(readdirSync(place.path('photos/drawn')), ['a.png']);
  });

  test('a file of one line that is given as a state', () => {
    for (const [command, file] of [
      [['detect', 'photo.pgm', '--model', 'tiny.onnx', '--state', 'kept'], 'kept/detect.part'],
      [['sweep', '--count', '1', '--classes', 'car', '--model', 'tiny.onnx', '--state', 'todo'], 'todo'],
      [['render', '--count', '1', '--size', '160x120', '--out', 'parts'], 'parts/annotations.part'],
    ]) {
      const own = place.write(file, 'buy milk');
      const ran = place.farsight(...command);
      assert.equal(ran.code, 1, ran.err);
      assert.equal(readFileSync(own, 'utf8'), 'buy milk', command[0]);
    }
  });
});

describe('the ending of an output', () => {
  const detect = (...words) => place.farsight('detect', 'photo.pgm', '--model', 'tiny.onnx', ...words);

  test('chooses the format where none is typed', () => {
    for (const [name, begins] of [
      ['r.json', /^\{"schema":"farsight\.detections\/1","images":\[/],
      ['r.jsonl', /^\{"schema":"farsight\.detections\/1","file":"photo\.pgm"/],
      ['r.csv', /^file,label,score,/],
      ['r.txt', /^photo\.pgm {2}64 x 48/],
      ['r', /^photo\.pgm {2}64 x 48/],
    ]) {
      const ran = detect('--out', name);
      assert.deepEqual([ran.code, ran.err], [0, '']);
      assert.match(place.text(name), begins);
    }
  });

  test('must not contradict what is typed or what is written', () => {
    mkdirSync(place.path('none'), { recursive: true });
    for (const [words, message] of [
      [['--format', 'table', '--out', 'none/a.csv'], /the ending \.csv is not that of --format table/],
      [['--format', 'json', '--out', 'none/a.png'], /the ending \.png is not that of --format json/],
      [['--out', 'none/a.jpg'], /nothing is written in a format with the ending \.jpg/],
      [['--out', 'none/a.onnx'], /nothing is written in a format with the ending \.onnx/],
      [['--out', ''], /a name may not be empty/],
      [['--annotate', ''], /a name may not be empty/],
    ]) {
      assertRefused(detect(...words), 2, message);
    }
    assertRefused(place.farsight('import', 'a.tflite', '-o', 'none/a.png'), 2, /a network in ONNX ends in \.onnx/);
    assertRefused(place.farsight('sweep', '--figure', 'none/a.png'), 2, /a figure ends in \.svg or \.html/);
    assertRefused(place.farsight('sweep', '--out', 'none/a.svg'), 2, /nothing is written in a format/);
    assert.deepEqual(readdirSync(place.path('none')), []);
  });
});

describe('labels, a file a picture', () => {
  const detect = (format, out, ...pictures) =>
    place.farsight('detect', ...pictures, '--model', 'tiny.onnx', '--score', '0.05', '--format', format, '--out', out);

  test('stand as the pictures stand below the folder that holds them all', () => {
    place.album('deep/a', 1);
    place.album('deep/b', 1);
    const yolo = detect('yolo', 'yolo', '-r', 'deep');
    assert.deepEqual([yolo.code, yolo.out], [0, ''], yolo.err);
    assert.deepEqual(readdirSync(place.path('yolo')).sort(), ['.farsight-labels', 'a', 'b', 'data.yaml']);
    const [line] = place.text('yolo/b/000.txt').split('\n');
    assert.match(line, /^0( [\d.e-]+){5}$/);
    assert.match(place.text('yolo/data.yaml'), /^ {2}0: "Patch"$/m);
    const voc = detect('voc', 'voc', 'deep/a/000.pgm', 'deep/b/000.pgm');
    assert.equal(voc.code, 0, voc.err);
    assert.match(
      place.text('voc/a/000.xml'),
      /<width>64<\/width>.*<name>Patch<\/name><confidence>0\.\d+<\/confidence>/s,
    );
    assert.equal(place.text('voc/classes.txt'), 'Patch\n');
  });

  test('are written anew by a second run, and nothing of others is replaced', () => {
    place.album('few', 1);
    assert.equal(detect('yolo', 'labels', 'few/000.pgm').code, 0);
    assert.equal(detect('yolo', 'labels', 'few/000.pgm').code, 0);
    place.write('labels/001.txt', 'mine');
    place.album('few', 2);
    assertRefused(detect('yolo', 'labels', 'few'), 1, /labels\/001\.txt: was not written by farsight/);
    assert.equal(place.text('labels/001.txt'), 'mine');
    assertRefused(detect('yolo', 'few', 'few'), 2, /few: holds files that this command did not write/);
  });

  test('need a folder, and a name each', () => {
    assertRefused(
      place.farsight('detect', 'photo.pgm', '--model', 'tiny.onnx', '--format', 'voc'),
      2,
      /give --out DIR/,
    );
    assertRefused(detect('yolo', 'photo.pgm.txt', 'photo.pgm'), 2, /ending \.txt is not that of --format yolo/);
    place.write('same/a.pgm', picture(64, 64));
    place.write('same/a.ppm', picture(64, 64));
    assertRefused(detect('voc', 'clash', 'same'), 2, /a\.pgm and a\.ppm: both would be a\.xml/);
  });
});

test('a file that was there before stays when the run fails', () => {
  writeFileSync(place.path('before.json'), 'before');
  const ran = place.farsight('detect', 'missing.jpg', '--model', 'tiny.onnx', '--out', 'before.json');
  assert.equal(ran.code, 1);
  assert.equal(place.text('before.json'), 'before');
  assert.ok(!existsSync(place.path('.farsight')));
});
