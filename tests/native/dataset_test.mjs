// farsight check and farsight convert from the outside. Needs FARSIGHT_BINARY.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const binary = process.env.FARSIGHT_BINARY;
let folder;

function write(name, content) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
}

function farsight(...words) {
  const ran = spawnSync(binary, words, { encoding: 'utf8', cwd: folder });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

function done(...words) {
  const ran = farsight(...words);
  assert.equal(ran.code, 0, ran.err);
  return ran;
}

const grey = (width, height) =>
  Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), Buffer.alloc(width * height, 99)]);

const truth = {
  images: [
    { id: 10, file_name: 'a/1.pgm', width: 64, height: 48 },
    { id: 20, file_name: 'b/1.pgm', width: 32, height: 24 },
    { id: 30, file_name: 'b/2.pgm', width: 32, height: 24 },
  ],
  categories: [
    { id: 1, name: 'person' },
    { id: 5, name: 'traffic light' },
  ],
  annotations: [
    { id: 1, image_id: 10, category_id: 5, bbox: [1.25, 2.5, 30.125, 40], area: 1205, iscrowd: 0 },
    { id: 2, image_id: 10, category_id: 1, bbox: [0, 0, 8, 8], area: 64, iscrowd: 0 },
    { id: 3, image_id: 20, category_id: 1, bbox: [3, 3, 9.5, 9.1], area: 86.45, iscrowd: 0 },
  ],
};

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'farsight-dataset-'));
  write('truth.json', truth);
  write('photos/a/1.pgm', grey(64, 48));
  write('photos/b/1.pgm', grey(32, 24));
  write('photos/b/2.pgm', grey(32, 24));
  write('photos/film.mp4', 'x');
});

after(() => rmSync(folder, { recursive: true, force: true }));

/// Boxes by picture and class, rounded where a format keeps fractions.
function boxes(text) {
  const { images, categories, annotations } = JSON.parse(text);
  const name = (list, id) => list.find((one) => one.id === id);
  return annotations
    .map(({ image_id, category_id, bbox }) =>
      [
        name(images, image_id).file_name,
        name(categories, category_id).name,
        ...bbox.map((number) => number.toFixed(9)),
      ].join(' '),
    )
    .sort();
}

describe('convert', () => {
  test('to VOC, to YOLO and back to COCO keeps pictures, classes and boxes', () => {
    done('convert', '--annotations', 'truth.json', '--to', 'voc', '--out', 'voc');
    done('convert', '--annotations', 'voc', '--images', 'photos', '--to', 'yolo', '--out', 'yolo');
    const back = done('convert', '--annotations', 'yolo', '--images', 'photos', '--to', 'coco');
    assert.deepEqual(boxes(back.out), boxes(JSON.stringify(truth)));
    const { images, categories } = JSON.parse(back.out);
    assert.deepEqual(
      images.map(({ file_name, width, height }) => [file_name, width, height]),
      truth.images.map(({ file_name, width, height }) => [file_name, width, height]),
    );
    assert.deepEqual(
      categories.map(({ name }) => name),
      ['person', 'traffic light'],
    );
    assert.equal(readFileSync(join(folder, 'yolo/b/2.txt'), 'utf8'), '');
  });

  test('writes into a folder of its own, and never into one of others', () => {
    done('convert', '--annotations', 'truth.json', '--to', 'voc', '--out', 'twice');
    done('convert', '--annotations', 'truth.json', '--to', 'voc', '--out', 'twice');
    const ran = farsight('convert', '--annotations', 'truth.json', '--to', 'voc', '--out', 'photos');
    assert.notEqual(ran.code, 0);
    assert.match(ran.err, /photos: holds files that this command did not write/);
  });

  test('replaces of its folder only what it wrote, and never its own input', () => {
    done('convert', '--annotations', 'truth.json', '--to', 'yolo', '--out', 'ours');
    write('more.json', { ...truth, images: [...truth.images, { ...truth.images[2], id: 40, file_name: 'b/3.pgm' }] });
    write('ours/b/3.txt', 'mine');
    const others = farsight('convert', '--annotations', 'more.json', '--to', 'yolo', '--out', 'ours');
    assert.equal(others.code, 1);
    assert.match(others.err, /ours\/b\/3\.txt: was not written by farsight and is not replaced/);
    assert.equal(readFileSync(join(folder, 'ours/b/3.txt'), 'utf8'), 'mine');
    const onto = farsight('convert', '--annotations', 'voc', '--to', 'voc', '--out', 'voc');
    assert.equal(onto.code, 2);
    assert.match(onto.err, /is one of the inputs/);
    const itself = farsight('convert', '--annotations', 'truth.json', '--to', 'coco', '--out', 'truth.json');
    assert.equal(itself.code, 2);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')), truth);
  });

  test('tells labels of train and val apart by the folder that is asked for', () => {
    const labels = (part, line) => write(`set/labels/${part}/1.txt`, line);
    labels('train', '0 0.5 0.5 1 1');
    labels('val', '0 0.5 0.5 0.5 0.5');
    write('set/images/val/1.pgm', grey(64, 48));
    write('set/data.yaml', 'names: [car]\n');
    const ran = done('convert', '--annotations', 'set/data.yaml', '--images', 'set/images/val', '--to', 'coco');
    assert.deepEqual(
      JSON.parse(ran.out).annotations.map(({ bbox }) => bbox),
      [[16, 12, 32, 24]],
    );
  });

  test('says what the target cannot hold, and what it needs', () => {
    write('crowd.json', { ...truth, annotations: [{ ...truth.annotations[0], iscrowd: 1, area: 5, distance_m: 7 }] });
    const ran = done('convert', '--annotations', 'crowd.json', '--to', 'voc', '--out', 'crowd');
    assert.match(ran.err, /1 crowds become ordinary objects/);
    assert.match(ran.err, /1 areas are those of outlines/);
    assert.match(ran.err, /1 distances are lost/);
    write('no-size.json', { ...truth, images: truth.images.map(({ id, file_name }) => ({ id, file_name })) });
    const sizes = farsight('convert', '--annotations', 'no-size.json', '--to', 'yolo', '--out', 'no-size');
    assert.match(sizes.err, /a\/1\.pgm: has no width and height; give --images/);
    done('convert', '--annotations', 'truth.json', '--to', 'yolo', '--out', 'fractions');
    const fractions = farsight('convert', '--annotations', 'fractions', '--to', 'coco');
    assert.match(fractions.err, /give --images DIR/);
  });
});

describe('check', () => {
  test('of a data set without oddities says so, and counts what is beside it', () => {
    const ran = done('check', '--annotations', 'truth.json', '--images', 'photos');
    assert.match(ran.out, /^COCO: 3 pictures, 3 boxes, 2 classes\n/);
    assert.match(ran.out, /1 picture has no box, such as b\/2\.pgm/);
    assert.match(ran.out, /passed over: 1 \.mp4/);
  });

  test('lists what is odd with counts and examples, also as JSON', () => {
    write('odd.json', {
      ...truth,
      categories: [...truth.categories, { id: 6, name: 'Person' }],
      annotations: [
        ...truth.annotations,
        { ...truth.annotations[1], id: 4 },
        { id: 5, image_id: 20, category_id: 1, bbox: [20, 20, 30, 30] },
        { id: 6, image_id: 20, category_id: 1, bbox: [2, 2, 1, 5] },
        { id: 7, image_id: 99, category_id: 1, bbox: [2, 2, 1, 5] },
      ],
    });
    const { schema, remarks } = JSON.parse(done('check', '--annotations', 'odd.json', '--format', 'json').out);
    assert.equal(schema, 'farsight.check/1');
    assert.deepEqual(
      remarks.map(({ kind, count }) => [kind, count]),
      [
        ['same_annotation_twice', 1],
        ['unknown_reference', 1],
        ['box_of_one_pixel', 1],
        ['box_beyond_picture', 1],
        ['picture_without_boxes', 1],
        ['class_without_boxes', 1],
        ['class_twice', 1],
      ],
    );
    assert.deepEqual(remarks[1].examples, ['image 99']);
    assert.match(
      done('check', '--annotations', 'odd.json').out,
      /1 box reaches more than a pixel beyond its picture; it was kept as it is/,
    );
  });

  test('fails with a picture that cannot be read, and names it', () => {
    write('broken/a/1.pgm', grey(64, 48));
    write('broken/b/1.pgm', grey(32, 24).subarray(0, 50));
    write('broken/b/2.pgm', grey(32, 24));
    const ran = farsight('check', '--annotations', 'truth.json', '--images', 'broken');
    assert.equal(ran.code, 1);
    assert.match(ran.out, /cannot be read: broken\/b\/1\.pgm: is truncated/);
  });

  test('refuses pictures of one name that match equally, with both names', () => {
    write('flat.json', { ...truth, images: [{ ...truth.images[0], file_name: '1.pgm' }] });
    const ran = farsight('check', '--annotations', 'flat.json', '--images', 'photos');
    assert.notEqual(ran.code, 0);
    assert.match(ran.err, /1\.pgm: may be a\/1\.pgm or b\/1\.pgm/);
  });

  test('scales boxes of pictures that were all made smaller, and says so', () => {
    write('half/a/1.pgm', grey(32, 24));
    write('half/b/1.pgm', grey(16, 12));
    write('half/b/2.pgm', grey(16, 12));
    const ran = done('check', '--annotations', 'truth.json', '--images', 'half');
    assert.match(ran.out, /3 pictures were annotated at another size; their boxes were scaled/);
  });
});
