// docs/data.md row by row: each row is a test, and each test a row. Needs FARSIGHT_BINARY.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const binary = process.env.FARSIGHT_BINARY;
const here = dirname(fileURLToPath(import.meta.url));
const page = readFileSync(join(here, '../../docs/data.md'), 'utf8');

/** The first cells of the table under a heading, and its other cells. */
function rows(heading) {
  const section = page.split(`## ${heading}\n`)[1].split('\n## ')[0];
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => line.split('|')[1].trim().replaceAll('`', ''));
}

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'farsight-data-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
/** A new folder of these files: names with contents, which may be text, bytes or JSON. */
function place(files) {
  const top = join(folder, String(++count));
  mkdirSync(top);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(
      join(top, name),
      typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    );
  }
  return top;
}

function farsight(top, ...words) {
  const ran = spawnSync(binary, words, { encoding: 'utf8', cwd: top });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** Remarks by kind, and the annotations as COCO. */
function looked(files, annotations, images = 'photos') {
  const top = place(files);
  const where = ['--annotations', annotations, ...(images ? ['--images', images] : [])];
  const check = farsight(top, 'check', ...where, '--format', 'json');
  assert.notEqual(check.out, '', check.err);
  const remarks = Object.fromEntries(JSON.parse(check.out).remarks.map(({ kind, count: times }) => [kind, times]));
  const convert = farsight(top, 'convert', ...where, '--to', 'coco');
  const coco = convert.code === 0 ? JSON.parse(convert.out) : null;
  return { remarks, coco, boxes: coco?.annotations.map(({ bbox }) => bbox) };
}

const grey = (width, height) =>
  Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), Buffer.alloc(width * height, 99)]);

/** An uncompressed TIFF of 8-bit grey with this orientation. */
function tiff(width, height, orientation) {
  const entries = [
    [256, width],
    [257, height],
    [258, 8],
    [259, 1],
    [262, 1],
    [273, 8 + 2 + 12 * 9 + 4],
    [274, orientation],
    [278, height],
    [279, width * height],
  ];
  const head = Buffer.alloc(8 + 2 + 12 * entries.length + 4);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, value], i) => {
    head.writeUInt16LE(tag, 10 + 12 * i);
    head.writeUInt16LE(4, 12 + 12 * i);
    head.writeUInt32LE(1, 14 + 12 * i);
    head.writeUInt32LE(value, 18 + 12 * i);
  });
  return Buffer.concat([head, Buffer.alloc(width * height, 99)]);
}

const photo = { 'photos/a.pgm': grey(64, 48) };
const image = { id: 1, file_name: 'a.pgm', width: 64, height: 48 };
const box = { id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 30, 20], area: 600, iscrowd: 0 };
const coco = (annotations, more = {}) => ({
  images: [image],
  categories: [{ id: 1, name: 'car' }],
  annotations,
  ...more,
});
const voc = (objects, name = 'a.pgm') =>
  `<annotation><filename>${name}</filename><size><width>64</width><height>48</height></size>${objects}</annotation>`;
const vocBox = (x0, y0, x1, y1, more = '') =>
  `<object><name>car</name>${more}<bndbox><xmin>${x0}</xmin><ymin>${y0}</ymin><xmax>${x1}</xmax><ymax>${y1}</ymax></bndbox></object>`;
const yaml = 'names: [car]\n';
const task = (result, more = []) => [{ data: { image: 'a.pgm' }, annotations: [{ result }, ...more] }];
const percent = (value) => ({ type: 'rectanglelabels', original_width: 64, original_height: 48, value });

/** Reads COCO with these annotations, and expects one remark of the kind and these boxes. */
function cocoCase(kind, annotations, boxes, more, files = photo) {
  return () => {
    const found = looked({ ...files, 'truth.json': coco(annotations, more) }, 'truth.json');
    assert.equal(found.remarks[kind], 1, JSON.stringify(found.remarks));
    assert.deepEqual(found.boxes, boxes);
  };
}
function folderCase(kind, labels, boxes, files = photo) {
  return () => {
    const found = looked({ ...files, ...labels }, 'labels');
    assert.equal(found.remarks[kind], 1, JSON.stringify(found.remarks));
    assert.deepEqual(found.boxes, boxes);
  };
}

const b = box.bbox;
const oddities = {
  ids_of_text: cocoCase('ids_of_text', [{ ...box, image_id: '1' }], [b]),
  section_keyed_by_id: cocoCase('section_keyed_by_id', { 5: { ...box, id: undefined } }, [b]),
  same_image_twice: cocoCase('same_image_twice', [box], [b], { images: [image, image] }),
  same_annotation_twice: cocoCase('same_annotation_twice', [box, { ...box, id: 2 }], [b, b]),
  unknown_reference: cocoCase('unknown_reference', [box, { ...box, id: 2, image_id: 9 }], [b]),
  image_name_from_url: cocoCase('image_name_from_url', [box], [b], {
    images: [{ id: 1, coco_url: 'http://images.org/val/a.pgm?size=1' }],
  }),
  no_class_names: folderCase('no_class_names', { 'labels/a.txt': '0 0.5 0.5 0.5 0.5' }, [[16, 12, 32, 24]]),
  voc_counts_from_one: folderCase('voc_counts_from_one', { 'labels/a.xml': voc(vocBox(1, 2, 65, 9)) }, [[0, 1, 64, 7]]),
  voc_counts_from_zero: folderCase('voc_counts_from_zero', { 'labels/a.xml': voc(vocBox(1, 2, 64, 9)) }, [
    [1, 2, 63, 7],
  ]),
  several_annotators: () => {
    const rectangle = percent({ x: 25, y: 25, width: 50, height: 50, rectanglelabels: ['car'] });
    const found = looked({ ...photo, 'tasks.json': task([rectangle], [{ result: [] }]) }, 'tasks.json');
    assert.equal(found.remarks.several_annotators, 1);
    assert.deepEqual(found.boxes, [[16, 12, 32, 24]]);
  },
  not_a_number: () => {
    const text = JSON.stringify(coco([box])).replace('600', 'NaN');
    const found = looked({ ...photo, 'truth.json': text }, 'truth.json');
    assert.equal(found.remarks.not_a_number, 1);
    assert.equal(found.coco.annotations[0].area, 600);
  },
  file_passed_over: folderCase(
    'file_passed_over',
    { 'labels/a.txt': '0 0.5 0.5 0.5 0.5', 'labels/data.yaml': yaml, 'labels/README.txt': 'mine' },
    [[16, 12, 32, 24]],
  ),
  box_from_outline: cocoCase(
    'box_from_outline',
    [{ ...box, bbox: undefined, segmentation: { size: [48, 64], counts: [100, 5, 43, 5, 2919] } }],
    [[2, 4, 2, 5]],
  ),
  box_of_turned: () => {
    const turned = percent({ x: 50, y: 0, width: 25, height: 50, rotation: 90, rectanglelabels: ['car'] });
    const found = looked({ ...photo, 'tasks.json': task([turned]) }, 'tasks.json');
    assert.equal(found.remarks.box_of_turned, 1);
    // 16 x 24 pixels from (32, 0), a quarter turn clockwise about that corner: 24 x 16 to its left.
    assert.deepEqual(
      found.boxes[0].map((number) => Math.round(number * 1e6) / 1e6),
      [8, 0, 24, 16],
    );
  },
  no_box: cocoCase('no_box', [box, { ...box, id: 2, bbox: undefined }], [b]),
  box_broken: cocoCase('box_broken', [box, { ...box, id: 2, bbox: [1, 2, 3] }], [b]),
  box_mirrored: cocoCase('box_mirrored', [{ ...box, bbox: [31, 22, -30, -20] }], [b]),
  box_of_no_area: cocoCase('box_of_no_area', [{ ...box, bbox: [1, 2, 0, 5] }], [[1, 2, 0, 5]]),
  box_of_one_pixel: cocoCase('box_of_one_pixel', [{ ...box, bbox: [1, 2, 1, 5] }], [[1, 2, 1, 5]]),
  box_beyond_picture: cocoCase('box_beyond_picture', [{ ...box, bbox: [50, 2, 30, 5] }], [[50, 2, 30, 5]]),
  other_shape: () => {
    const cvat = `<annotations><image name="a.pgm" width="64" height="48"><points label="car" points="1,2"/></image></annotations>`;
    const found = looked({ ...photo, 'a.xml': cvat }, 'a.xml');
    assert.equal(found.remarks.other_shape, 1);
  },
  keypoints: folderCase(
    'keypoints',
    { 'labels/a.txt': '0 0.5 0.5 0.5 0.5 0.1 0.1', 'labels/data.yaml': 'names: [car]\nkpt_shape: [1, 2]\n' },
    [[16, 12, 32, 24]],
  ),
  confidence: folderCase('confidence', { 'labels/a.txt': '0 0.5 0.5 0.5 0.5 0.9', 'labels/data.yaml': yaml }, [
    [16, 12, 32, 24],
  ]),
  difficult: folderCase('difficult', { 'labels/a.xml': voc(vocBox(1, 2, 9, 9, '<difficult>1</difficult>')) }, [
    [1, 2, 8, 7],
  ]),
  picture_without_boxes: cocoCase('picture_without_boxes', [], []),
  class_without_boxes: cocoCase('class_without_boxes', [box], [b], {
    categories: [
      { id: 1, name: 'car' },
      { id: 2, name: 'bus' },
    ],
  }),
  class_twice: cocoCase('class_twice', [box], [b], {
    categories: [
      { id: 1, name: 'car' },
      { id: 2, name: 'Car' },
    ],
  }),
  name_with_other_ending: cocoCase('name_with_other_ending', [box], [b], {
    images: [{ ...image, file_name: 'a.jpg' }],
  }),
  picture_twice: cocoCase('picture_twice', [box], [b], { images: [image, { ...image, id: 2 }] }),
  picture_missing: cocoCase('picture_missing', [box], [b], {
    images: [image, { ...image, id: 2, file_name: 'b.pgm' }],
  }),
  picture_not_annotated: cocoCase('picture_not_annotated', [box], [b], {}, { ...photo, 'photos/b.pgm': grey(8, 8) }),
  near_duplicate_names: cocoCase(
    'near_duplicate_names',
    [box],
    [b],
    { images: [image, { ...image, id: 2, file_name: 'a (1).pgm' }] },
    { ...photo, 'photos/a (1).pgm': grey(64, 48) },
  ),
  // A quarter turn clockwise: a stored box's left edge becomes the top, its bottom the left.
  turned_back: cocoCase(
    'turned_back',
    [box],
    [[48 - 2 - 20, 1, 20, 30]],
    { images: [{ ...image, file_name: 'a.tif' }] },
    { 'photos/a.tif': tiff(64, 48, 6) },
  ),
  maybe_turned: cocoCase(
    'maybe_turned',
    [box],
    [b],
    { images: [{ id: 1, file_name: 'a.tif' }] },
    { 'photos/a.tif': tiff(64, 48, 6) },
  ),
  scaled: cocoCase('scaled', [box], [[2, 4, 60, 40]], {}, { 'photos/a.pgm': grey(128, 96) }),
};

/** Reads these files, and expects one box, in `class`. */
function formatCase(files, annotations, expected, name = 'car') {
  return () => {
    const found = looked({ ...photo, ...files }, annotations);
    assert.deepEqual(found.boxes, [expected]);
    assert.equal(found.coco.categories[0].name, name);
    assert.deepEqual([found.coco.images[0].width, found.coco.images[0].height], [64, 48]);
  };
}
const formats = {
  COCO: formatCase({ 'truth.json': coco([box]) }, 'truth.json', b),
  'Pascal VOC': formatCase({ 'labels/a.xml': voc(vocBox(1, 2, 31, 22)) }, 'labels', b),
  YOLO: formatCase(
    { 'set/labels/a.txt': '0 0.5 0.5 0.5 0.5', 'set/data.yaml': yaml },
    'set/data.yaml',
    [16, 12, 32, 24],
  ),
  'CVAT for images': formatCase(
    {
      'a.xml':
        '<annotations><image name="a.pgm" width="64" height="48"><box label="car" xtl="1" ytl="2" xbr="31" ybr="22"/></image></annotations>',
    },
    'a.xml',
    b,
  ),
  'Label Studio': formatCase(
    { 'tasks.json': task([percent({ x: 25, y: 25, width: 50, height: 50, rectanglelabels: ['car'] })]) },
    'tasks.json',
    [16, 12, 32, 24],
  ),
};

/** Expects exit code 1 and words on stderr. */
function refusedCase(files, words, command = ['check', '--annotations', 'truth.json', '--images', 'photos']) {
  return () => {
    const ran = farsight(place(files), ...command);
    assert.match(ran.err, words);
    assert.notEqual(ran.code, 0);
    assert.equal(ran.out, '');
  };
}
const two = [image, { id: 2, file_name: 'b.pgm', width: 64, height: 48 }];
const refusals = {
  'two pictures of one name that match equally': refusedCase(
    { 'photos/x/a.pgm': grey(64, 48), 'photos/y/a.pgm': grey(64, 48), 'truth.json': coco([box]) },
    /a\.pgm: may be x\/a\.pgm or y\/a\.pgm/,
  ),
  'pictures of several ratios': refusedCase(
    {
      'photos/a.pgm': grey(128, 96),
      'photos/b.pgm': grey(32, 24),
      'truth.json': coco([box], { images: two }),
    },
    /b\.pgm: is annotated at 64 x 48 pixels and has 32 x 24/,
  ),
  'pictures of another shape': refusedCase(
    { 'photos/a.pgm': grey(64, 40), 'truth.json': coco([box]) },
    /a\.pgm: is annotated at 64 x 48 pixels and has 64 x 40/,
  ),
  'two images of one id': refusedCase(
    { ...photo, 'truth.json': coco([box], { images: [image, { ...image, file_name: 'b.pgm' }] }) },
    /has two images of id 1/,
  ),
  'text in UTF-16': refusedCase(
    { ...photo, 'truth.json': Buffer.from(`\ufeff${JSON.stringify(coco([box]))}`, 'utf16le') },
    /UTF-16; save it as UTF-8/,
  ),
  'a file cut short': refusedCase(
    { ...photo, 'truth.json': JSON.stringify(coco([box])).slice(0, -20) },
    /truth\.json: is not JSON: what stands at byte \d+/,
  ),
  'a file of no known format': refusedCase(
    { ...photo, 'truth.json': '{"hello": 1}' },
    /COCO, Pascal VOC, YOLO, CVAT for images and Label Studio are/,
  ),
  'CVAT for video': refusedCase(
    { ...photo, 'truth.json': '<annotations><track id="0" label="car"/></annotations>' },
    /export it from CVAT as "CVAT for images 1\.1"/,
  ),
  'two COCO files in one folder': refusedCase(
    { ...photo, 'all/a.json': coco([box]), 'all/b.json': coco([box]) },
    /all\/a\.json and all\/b\.json both hold COCO annotations/,
    ['check', '--annotations', 'all', '--images', 'photos'],
  ),
  "YOLO's fractions without pictures": refusedCase({ 'labels/a.txt': '0 0.5 0.5 0.5 0.5' }, /give --images DIR/, [
    'convert',
    '--annotations',
    'labels',
    '--to',
    'coco',
  ]),
};

/** Rows of pictures, and the tests in C++ that make such a file with the kind's own library. */
const pictures = {
  JPEG: "a JPEG has the pixels that libjpeg's own reader gives",
  'JPEG with unknown data after the scan':
    'a JPEG with unknown data between scan and end has the pixels of the clean file, and says so',
  'JPEG without its end marker': 'a JPEG without its end marker is whole when all of its blocks are there',
  'JPEG that is cut': 'a JPEG cut anywhere before the end of its last scan is an error, whatever its kind',
  'JPEG of four inks (CMYK)': 'four inks are turned by their profile, without a warning',
  'JPEG, progressive and too large':
    'a progressive JPEG that would need too much memory is refused before it is decoded',
  'JPEG, lossless or of 12 bits': 'JPEGs of kinds that nobody reads get words',
  PNG: 'an interlaced PNG has the pixels of the plain one',
  'PNG of 16 bits': '16-bit PNG samples are scaled by their whole range',
  'PNG with palette': 'PNG palettes give their colours, and their transparent ones the white below',
  'PNG with a wrong checksum': 'a PNG with a damaged byte is an error',
  WebP: 'a lossless WebP keeps every pixel',
  TIFF: 'a TIFF',
  'TIFF of 16 bits': '16-bit TIFF samples are scaled by their whole range',
  'TIFF of several pages': 'the first page of a TIFF is read, and a warning counts the others',
  'TIFF with a fourth sample': 'a fourth sample that is no transparency is left out, and a warning says so',
  "camera's raw file": "a camera's raw file is named as what it is",
  HEIC: 'a turned HEIC is upright, and its EXIF tells how it is stored',
  AVIF: 'an AVIF is read upright, and one that is cut is an error',
  GIF: "a GIF's first frame is read, interlaced or not, and a warning counts the frames",
  BMP: "a BMP's rows stand from the bottom up, its colours from blue to red",
  'PBM, PGM and PPM': "a PGM's maximum value becomes 255, whatever it is",
  'samples of 10 or 12 bits in 16': '12-bit samples in a 16-bit PNG are dark, and a warning says so',
  'EXIF orientation in a JPEG': 'each EXIF orientation turns a JPEG upright',
  'EXIF orientation in a PNG': "a PNG's eXIf chunk turns it upright too",
  'EXIF orientation in a WebP': "a WebP's EXIF turns it upright",
  'orientation in a TIFF': "a TIFF's orientation is undone, sideways too",
  'orientation in an AVIF': 'an AVIF is read upright, and one that is cut is an error',
  'broken EXIF': 'broken EXIF never loses a picture',
  'colour profile': 'colours of a linear profile are turned to sRGB',
  'grey or transparent pixels': 'transparent parts show the white they lie on',
  'video, document or archive': 'what people take for a picture is named as what it is, with what to do',
  'file that is cut': 'a picture cut anywhere is an error, never a picture',
  'over 268 million pixels': 'a picture over the limit is refused before its pixels are decoded',
  folder: "a folder's pictures are listed, and what is passed over is counted by kind",
};

/** What eval prints of the results that detect wrote in this format is in eval_test.mjs, for all of these. */
const results = ['json', 'jsonl', 'coco', 'csv', 'voc', 'yolo'];

function agree(heading, cases) {
  describe(heading, () => {
    test('each row is a test and each test a row', () => assert.deepEqual(rows(heading), Object.keys(cases)));
    for (const [name, run] of Object.entries(cases)) test(name, run);
  });
}

agree('Formats of annotations', formats);
agree('What is odd, and what happens', oddities);
agree('What is refused', refusals);

describe('Pictures', () => {
  const files = [here, join(here, 'picture')].flatMap((top) =>
    readdirSync(top)
      .filter((name) => name.endsWith('_test.cpp'))
      .map((name) => readFileSync(join(top, name), 'utf8')),
  );
  test('each row is a test in C++', () => {
    assert.deepEqual(rows('Pictures'), Object.keys(pictures));
    for (const [row, name] of Object.entries(pictures)) {
      assert.ok(
        files.some((text) => text.includes(`"${name}`)),
        row,
      );
    }
  });
});

describe('Results', () => {
  test('each row is a format that the test of eval reads back', () => {
    assert.deepEqual(rows('Results'), results);
    const text = readFileSync(join(here, 'eval_test.mjs'), 'utf8');
    assert.ok(results.every((format) => text.includes(`'${format}'`)));
  });
});

test('every kind that check knows is a row', () => {
  const source = readFileSync(join(here, '../../core/src/annotations/annotations.cpp'), 'utf8');
  const kinds = [...source.matchAll(/^ {4}\{"(\w+)",/gm)].map(([, kind]) => kind);
  assert.deepEqual(kinds, Object.keys(oddities));
});
