// farsight eval from the outside: COCO's figures, shards, stopping and going on, and every way to misuse it.
// Needs FARSIGHT_BINARY, FARSIGHT_TINY (the program that writes a tiny detector) and FARSIGHT_GOLDEN_DIR.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { tinyCard } from './tiny/tiny_card.mjs';

const binary = process.env.FARSIGHT_BINARY;
let folder;

// The tiny detector sees the four quarters of a 64 x 48 picture.
const annotations = {
  images: [5, 3, 9, 12, 7].map((id) => ({ id, file_name: `${id}.pgm`, width: 64, height: 48 })),
  categories: [
    { id: 4, name: 'Person' },
    { id: 2, name: 'zebra' },
  ],
  annotations: [
    { id: 1, image_id: 3, category_id: 4, bbox: [0, 0, 32, 24], area: 768, iscrowd: 0, distance_m: 12 },
    { id: 2, image_id: 3, category_id: 4, bbox: [40, 30, 4, 4], area: 16, iscrowd: 0, distance_m: 95 },
    { id: 3, image_id: 5, category_id: 2, bbox: [32, 0, 32, 24], area: 768, iscrowd: 0, distance_m: 14 },
    { id: 4, image_id: 9, category_id: 4, bbox: [0, 24, 30, 24], area: 700, iscrowd: 1, distance_m: 30 },
    { id: 5, image_id: 12, category_id: 4, bbox: [33, 25, 31, 22], area: 682, iscrowd: 0, distance_m: 33 },
  ],
};

function write(name, content) {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return file;
}

function farsight(...words) {
  const ran = spawnSync(binary, words, { encoding: 'utf8', maxBuffer: 1 << 28, cwd: folder });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

function report(...words) {
  const ran = farsight('eval', ...words, '--format', 'json');
  assert.equal(ran.code, 0, ran.err);
  return JSON.parse(ran.out);
}

function assertRefused(ran, code, words) {
  assert.equal(ran.code, code, ran.err);
  assert.match(ran.err, words);
  assert.equal(ran.out, '');
}

const run = ['--images', 'pictures', '--annotations', 'truth.json', '--model', 'tiny.onnx', '--resamples', '50'];

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'farsight-eval-'));
  mkdirSync(join(folder, 'pictures'));
  for (const { id } of annotations.images) {
    const pixels = Buffer.alloc(64 * 48, 20 * id);
    write(`pictures/${id}.pgm`, Buffer.concat([Buffer.from('P5 64 48 255\n'), pixels]));
  }
  execFileSync(process.env.FARSIGHT_TINY, [join(folder, 'tiny.onnx')]);
  write('tiny.card.json', tinyCard());
  write('truth.json', annotations);
});

after(() => rmSync(folder, { recursive: true, force: true }));

describe('a results file', () => {
  test('gets the twelve figures that pycocotools gives to 1e-12 with what is odd and accepted there', () => {
    const golden = JSON.parse(readFileSync(join(process.env.FARSIGHT_GOLDEN_DIR, 'evaluate_odd.json'), 'utf8'));
    for (const { name, truth, results, figures } of golden.cases) {
      write('odd.json', truth);
      write('odd-results.json', results);
      const { coco } = report('--annotations', 'odd.json', '--results', 'odd-results.json', '--resamples', '0');
      coco.forEach((value, i) => assert.ok(Math.abs(value - figures[i]) <= 1e-12, `${name}, figure ${i}`));
    }
  });

  test('gets the twelve figures that pycocotools gives, to 1e-9', () => {
    const golden = JSON.parse(readFileSync(join(process.env.FARSIGHT_GOLDEN_DIR, 'evaluate.json'), 'utf8'));
    for (let number = 0; number < golden.cases.length; number += 10) {
      const { images, categories, truths, detections, figures } = golden.cases[number];
      write('golden.json', {
        images: Array.from({ length: images }, (_, i) => ({ id: 10 * i + 3 })),
        categories: Array.from({ length: categories }, (_, i) => ({ id: 7 * i + 1, name: `class ${i}` })),
        annotations: truths.map(([image, category, iscrowd, x, y, width, height, area], i) => ({
          id: i + 1,
          image_id: 10 * image + 3,
          category_id: 7 * category + 1,
          segmentation: [[1, 2, 3, 4]],
          bbox: [x, y, width, height],
          iscrowd,
          area,
        })),
      });
      write(
        'results.json',
        detections.map(([image, category, score, ...bbox]) => ({
          image_id: 10 * image + 3,
          category_id: 7 * category + 1,
          bbox,
          score,
        })),
      );
      const { coco } = report('--annotations', 'golden.json', '--results', 'results.json', '--resamples', '0');
      assert.equal(coco.length, 12);
      coco.forEach((value, i) => assert.ok(Math.abs(value - figures[i]) <= 1e-9, `case ${number}, figure ${i}`));
    }
  });

  test('of a class the annotations lack is left out, and said so', () => {
    write('other.json', [
      { image_id: 3, category_id: 4, bbox: [0, 0, 32, 24], score: 0.9 },
      { image_id: 3, category_id: 99, bbox: [0, 0, 32, 24], score: 0.9 },
    ]);
    const ran = farsight('eval', '--annotations', 'truth.json', '--results', 'other.json', '--format', 'json');
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.err, /1 results of categories/);
    assert.equal(JSON.parse(ran.out).detections, 1);
  });

  test('of pictures that are not annotated is left out, and refused when none is', () => {
    const one = (image_id) => ({ image_id, category_id: 4, bbox: [0, 0, 32, 24], score: 0.9 });
    write('more.json', [one(3), one(4), one('a')]);
    const ran = farsight('eval', '--annotations', 'truth.json', '--results', 'more.json', '--format', 'json');
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.err, /2 results of pictures that are not annotated \(4\) were left out/);
    assert.equal(JSON.parse(ran.out).detections, 1);
    write('more.json', [one(4)]);
    const none = farsight('eval', '--annotations', 'truth.json', '--results', 'more.json');
    assert.notEqual(none.code, 0);
    assert.match(none.err, /none of its results is of an annotated picture/);
  });

  test('may name pictures and be in any form that detect writes', () => {
    const figures = (...words) => report('--annotations', 'truth.json', '--resamples', '0', '--results', ...words).coco;
    execFileSync(process.env.FARSIGHT_TINY, [join(folder, 'person.onnx')]);
    write('person.card.json', tinyCard([{ name: 'person' }]));
    const detect = (format, out) => {
      const ran = farsight(
        'detect',
        'pictures',
        '--model',
        'person.onnx',
        '--score',
        '0.05',
        '--format',
        format,
        '--out',
        out,
      );
      assert.equal(ran.code, 0, ran.err);
    };
    detect('json', 'found.json');
    const { images } = JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8'));
    const named = images.flatMap(({ file, detections }) =>
      detections.map(({ label, score, box: [x0, y0, x1, y1] }) => ({
        image_id: file,
        category_id: { person: 4, zebra: 2 }[label.toLowerCase()] ?? 99,
        bbox: [x0, y0, x1 - x0, y1 - y0],
        score,
      })),
    );
    write('named.json', named);
    const expected = figures('found.json');
    assert.ok(expected[1] > 0, String(expected));
    assert.deepEqual(figures('named.json'), expected);
    write('lines.jsonl', images.map((image) => JSON.stringify(image)).join('\n'));
    assert.deepEqual(figures('lines.jsonl'), expected);
    for (const [format, out] of [
      ['jsonl', 'found.jsonl'],
      ['csv', 'found.csv'],
      ['coco', 'found-coco.json'],
      ['voc', 'found-voc'],
      ['yolo', 'found-yolo'],
    ]) {
      detect(format, out);
      const found = figures(out);
      found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12, `${format}, figure ${i}`));
    }
  });

  test('is refused beside fractions, whose pictures nobody gave', () => {
    mkdirSync(join(folder, 'fractions'), { recursive: true });
    write('fractions/3.txt', '0 0.5 0.5 0.5 0.5');
    const ran = farsight('eval', '--annotations', 'fractions', '--results', 'found.json');
    assertRefused(ran, 2, /fractions of pictures; farsight convert --images DIR/);
  });

  test('with the wrong names for its ids is warned of', () => {
    write('named.json', [{ image_id: 3, category_id: 4, category_name: 'Car', bbox: [0, 0, 9, 9], score: 0.9 }]);
    const ran = farsight('eval', '--annotations', 'truth.json', '--results', 'named.json');
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.err, /"Car" for id 4, which is "Person"/);
  });

  test('that is broken is refused with the place of what is wrong', () => {
    const refuse = (content, words) => {
      write('broken.json', content);
      assertRefused(farsight('eval', '--annotations', 'truth.json', '--results', 'broken.json'), 1, words);
    };
    refuse('', /is no COCO results file/);
    refuse({}, /is no COCO results file/);
    refuse('[{"image_id": 3, ', /broken\.json: is not JSON: what stands at byte/);
    refuse('[{"image_id": 3, "category_id": 4, "bbox": [0, 0, 1, 1], "score": NaN}]', /NaN/);
    refuse([{ image_id: 3, category_id: 4, bbox: [0, 0, 1, 1] }], /result 0 has no "score"/);
    refuse([{ image_id: 3, category_id: 4, bbox: [0, 0, 1], score: 1 }], /result 0 has no "bbox" of four numbers/);
    refuse([{ image_id: 4.5, category_id: 4, bbox: [0, 0, 1, 1], score: 1 }], /has an id that is not a whole number/);
  });
});

describe('annotations', () => {
  test('that are broken are refused', () => {
    const refuse = (content, words) => {
      write('broken.json', content);
      assertRefused(farsight('eval', '--annotations', 'broken.json', '--results', 'other.json'), 1, words);
    };
    refuse('[]', /holds no annotations that can be read/);
    refuse({ images: [{ id: 1 }] }, /lists no "categories"/);
    refuse({ images: [{ id: 1 }, { id: 1 }], categories: [{ id: 1, name: 'a' }] }, /two images of id 1/);
    refuse({ images: [{ id: 1.5 }] }, /images entry 0 has an id that is not a whole number/);
    refuse({ annotations: [{ category_id: 1 }] }, /annotations entry 0 has no "image_id"/);
  });

  test('of images they do not list are left out, and said so', () => {
    write('extra.json', {
      ...annotations,
      annotations: [{ id: 1, image_id: 77, category_id: 4, bbox: [0, 0, 1, 1] }],
    });
    const ran = farsight('eval', '--annotations', 'extra.json', '--results', 'other.json');
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.err, /1 annotation of an image or category/);
  });
});

describe('a model', () => {
  test('is matched to classes by its COCO names, whatever their case', () => {
    const all = report(...run, '--pyramid', 'off');
    const person = all.by_class.find(({ name }) => name === 'Person');
    const zebra = all.by_class.find(({ name }) => name === 'zebra');
    assert.equal(person.truths, 3);
    assert.equal(person.found, 2); // the quarters of images 3 and 12, not the object of 4 pixels
    assert.equal(zebra.found, 0);
    const whole = all.by_size.at(-1);
    assert.equal(whole.misses['confused'], 1); // the zebra, taken for a person
    assert.equal(whole.misses['never-proposed'] + whole.misses['mislocated'], 1);
    assert.equal(all.distance_curve.unit, 'm');
  });

  test('is warned of the classes it does not know, and --classes leaves them out', () => {
    assert.match(farsight('eval', ...run).err, /does not know 1 of 2 annotated classes/);
    const known = farsight('eval', ...run, '--classes', 'known', '--format', 'json');
    assert.equal(known.err, '');
    const named = farsight('eval', ...run, '--classes', 'PERSON', '--format', 'json');
    // A class that is named is asked for alone, and the model knows no other.
    const figures = ({ source: { asked_for, ...source }, ...rest }) => ({ source, ...rest });
    assert.deepEqual(figures(JSON.parse(named.out)), figures(JSON.parse(known.out)));
    assert.equal(JSON.parse(named.out).by_class.length, 1);
  });

  test('needs every picture', () => {
    write('more.json', { ...annotations, images: [...annotations.images, { id: 1, file_name: 'gone.jpg' }] });
    const ran = farsight('eval', '--images', 'pictures', '--annotations', 'more.json', '--model', 'tiny.onnx');
    assertRefused(ran, 1, /1 of 6 annotated images are not in the folder, the first of them pictures\/gone\.jpg/);
  });
});

describe('a picture that cannot be read', () => {
  const broken = ['--images', 'broken', ...run.slice(2), '--pyramid', 'off'];

  before(() => {
    mkdirSync(join(folder, 'broken'));
    for (const { id } of annotations.images) {
      const bytes = readFileSync(join(folder, 'pictures', `${id}.pgm`));
      write(`broken/${id}.pgm`, id === 3 ? bytes.subarray(0, 100) : bytes);
    }
  });

  test('is said before the work, counts as missed, and leaves the exit code 1 with the report', () => {
    const ran = farsight('eval', ...broken, '--format', 'json');
    assert.equal(ran.code, 1);
    assert.match(ran.err, /broken\/3\.pgm: is truncated/);
    assert.match(ran.err, /1 picture of 5 cannot be read; their objects count as missed/);
    const all = JSON.parse(ran.out);
    assert.equal(all.unreadable, 1);
    assert.equal(all.images, 5);
    assert.equal(all.by_class.find(({ name }) => name === 'Person').truths, 3);
    assert.equal(all.by_class.find(({ name }) => name === 'Person').found, 1);
  });

  test('is left out with --unreadable skip', () => {
    const ran = farsight('eval', ...broken, '--unreadable', 'skip', '--format', 'json');
    assert.equal(ran.code, 1);
    assert.equal(JSON.parse(ran.out).by_class.find(({ name }) => name === 'Person').truths, 1);
    assert.match(farsight('eval', ...broken, '--unreadable', 'skip').out, /1 picture could not be read/);
  });

  test('stays one in a state and in merged parts', () => {
    const first = farsight('eval', ...broken, '--format', 'json', '--state', 'broken-state');
    const again = farsight('eval', ...broken, '--format', 'json', '--state', 'broken-state');
    assert.equal(again.code, 1);
    assert.equal(again.out, first.out);
    for (const i of [1, 2]) {
      assert.equal(farsight('eval', ...broken, '--shard', `${i}/2`, '--out', `broken-part${i}`).code, i === 1 ? 1 : 0);
    }
    const merged = farsight('eval', '--merge', 'broken-part1', 'broken-part2', '--format', 'json');
    assert.equal(merged.code, 1);
    assert.equal(merged.out, first.out);
  });
});

describe('parts', () => {
  const shards = () =>
    [1, 2, 3].map((i) => {
      const ran = farsight('eval', ...run, '--shard', `${i}/3`, '--out', `part${i}`);
      assert.equal(ran.code, 0, ran.err);
      assert.equal(ran.out, '');
      return `part${i}`;
    });

  test('merge to the bytes of one run, in any order', () => {
    const parts = shards();
    for (const format of ['json', 'table']) {
      const whole = farsight('eval', ...run, '--format', format);
      const merged = farsight('eval', '--merge', ...parts.toReversed(), '--format', format);
      assert.equal(merged.code, 0, merged.err);
      assert.equal(merged.out, whole.out);
    }
  });

  test('that are half-written, altered, foreign, doubled or missing are refused by name', () => {
    const [one, two, three] = shards();
    const text = readFileSync(join(folder, two), 'utf8');
    const refuse = (content, words) => {
      write('bad', content);
      assertRefused(farsight('eval', '--merge', one, 'bad', three), 1, words);
    };
    refuse(text.slice(0, -1), /bad: is half-written: it ends after 2 images/);
    refuse(text.slice(0, text.indexOf('\n') + 20), /bad: is half-written/);
    refuse('', /bad: is empty or half-written/);
    refuse(text.replace(/0\.8/, '0.9'), /bad: was altered/);
    refuse(text + text, /bad: goes on after its end/);
    refuse('{"a": 1}\n', /bad: is no part/);
    assertRefused(farsight('eval', '--merge', one, three), 2, /of 3 parts these are missing: 2\./);
    assertRefused(farsight('eval', '--merge', one, two, three, two), 2, /part2: is part 2, which part2 is as well/);
    farsight('eval', ...run, '--score', '0.5', '--shard', '2/3', '--out', 'foreign');
    assertRefused(farsight('eval', '--merge', one, 'foreign', three), 2, /foreign: belongs to another run than part1/);
  });
});

describe('a stopped run', () => {
  test('continues where it was, and gives the same bytes', () => {
    const whole = farsight('eval', ...run, '--format', 'json').out;
    const first = farsight('eval', ...run, '--format', 'json', '--state', 'state');
    assert.equal(first.out, whole);
    const file = join(folder, 'state', 'eval-1-of-1.part');
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n');
    // Killed while it wrote the third image.
    writeFileSync(file, lines.slice(0, 3).join('\n') + '\n' + lines[3].slice(0, 40));
    assert.equal(farsight('eval', ...run, '--format', 'json', '--state', 'state').out, whole);
    assert.equal(readFileSync(file, 'utf8'), text);
    // Killed while it wrote its very first line.
    writeFileSync(file, lines[0].slice(0, 10));
    assert.equal(farsight('eval', ...run, '--format', 'json', '--state', 'state').out, whole);
  });

  test('does not mix with another one', () => {
    const ran = farsight('eval', ...run, '--score', '0.9', '--state', 'state');
    assertRefused(ran, 1, /belongs to a run with other annotations, detections or options/);
  });

  test('is bound to the content of pictures and card, not to their names', () => {
    const state = ['--state', 'bound'];
    assert.equal(farsight('eval', ...run, ...state).code, 0);
    const picture = readFileSync(join(folder, 'pictures', '9.pgm'));
    write('pictures/9.pgm', Buffer.concat([picture.subarray(0, -1), Buffer.from([1])]));
    assertRefused(farsight('eval', ...run, ...state), 1, /belongs to a run with other/);
    write('pictures/9.pgm', picture);
    assert.equal(farsight('eval', ...run, ...state).code, 0);
    const card = readFileSync(join(folder, 'tiny.card.json'), 'utf8');
    const other = JSON.parse(card);
    other.name = `${other.name} 2`;
    write('tiny.card.json', other);
    assertRefused(farsight('eval', ...run, ...state), 1, /belongs to a run with other/);
    write('tiny.card.json', card);
  });
});

describe('misuse', () => {
  const refuse = (words, ...given) => assertRefused(farsight('eval', ...given), 2, words);
  test('is told what to do', () => {
    refuse(/give --annotations FILE, or --merge PART/);
    refuse(/give either --images DIR .* or --results FILE/, '--annotations', 'truth.json');
    refuse(/give either/, '--annotations', 'truth.json', '--results', 'other.json', '--images', 'pictures');
    refuse(/--shard needs --out/, ...run, '--shard', '1/2');
    refuse(/--shard 0\/2: write i\/n/, ...run, '--shard', '0/2', '--out', 'x');
    refuse(/--shard 3\/2: write i\/n/, ...run, '--shard', '3/2', '--out', 'x');
    refuse(/"horse" is not among the annotated classes: zebra, Person/, ...run, '--classes', 'horse');
    refuse(/--size-bins 5,3: write rising numbers/, ...run, '--size-bins', '5,3');
    refuse(/--distance-bins 0,inf: write rising numbers/, ...run, '--distance-bins', '0,inf');
    refuse(/leave the other inputs out/, '--merge', 'part1', '--state', 'state');
    refuse(/--merge takes one method/, ...run, '--merge', 'nms', 'wbf');
    refuse(/keep-best/, ...run, '--merge', 'best');
  });

  test('of a file that is not there fails and names it', () => {
    assertRefused(farsight('eval', '--annotations', 'none.json', '--results', 'x.json'), 1, /none\.json/);
    assertRefused(farsight('eval', '--merge', 'none'), 1, /none/);
    assert.ok(!existsSync(join(folder, 'x')));
  });

  test('--help shows an example', () => {
    const ran = farsight('eval', '--help');
    assert.equal(ran.code, 0);
    assert.match(ran.out, /farsight eval --merge part1/);
  });
});
