// farsight diagnose from the outside: what it concludes from which data, and every way to misuse it.
// Needs FARSIGHT_BINARY and FARSIGHT_TINY (the program that writes a tiny detector).
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { Workplace, assertRefused, picture } from '../workplace.mjs';

let place;

/** The tiny detector sees the quarters of a 64 x 48 picture; each of the pictures has one object in the first. */
function annotations(count, category = 'person', box = [1, 1, 30, 24]) {
  return {
    images: Array.from({ length: count }, (_, i) => ({ id: i + 1, file_name: `${i}.pgm`, width: 64, height: 48 })),
    categories: [{ id: 7, name: category }],
    annotations: Array.from({ length: count }, (_, i) => ({
      id: i + 1,
      image_id: i + 1,
      category_id: 7,
      bbox: box,
      area: box[2] * box[3],
      iscrowd: 0,
    })),
  };
}

function diagnose(...words) {
  return place.farsight('diagnose', '--model', 'tiny.onnx', ...words);
}

function diagnosis(...words) {
  const ran = diagnose(...words, '--format', 'json');
  assert.equal(ran.code, 0, ran.err);
  return JSON.parse(ran.out);
}

const field = ['--images', 'field', '--annotations', 'field.json'];

before(() => {
  place = new Workplace('diagnose');
  for (let i = 0; i < 3; ++i) place.write(`field/${i}.pgm`, picture(64, 48));
  place.write('field.json', JSON.stringify(annotations(3)));
  place.write('training.json', JSON.stringify(annotations(5, 'person', [2, 2, 48, 36])));
});

after(() => place.close());

describe('data that is not there', () => {
  test('a model alone has its anchors, and is told what data would add', () => {
    const ran = diagnose();
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, /Not measured/);
    assert.match(ran.out, /--training ANNOTATIONS/);
    assert.match(ran.out, /--images DIR --annotations FILE/);
  });

  test('annotations without pictures give sizes, and no recall', () => {
    const told = diagnosis('--annotations', 'field.json', '--training', 'training.json');
    assert.equal(told.limit, 'not measured');
    const [all] = told.groups;
    assert.equal(all.measured, null);
    assert.equal(all.field.objects, 3);
    // 30 x 24 of 64 x 48 is 3.75 x 4 of 8 x 8; training's 48 x 36 is 6 x 6.
    assert.ok(Math.abs(all.field.median_px - Math.sqrt(15)) < 1e-6);
    assert.ok(Math.abs(all.training_end_px - 6) < 1e-6);
    assert.equal(all.below_training_smallest, 3);
    // 48 * 36 of 64 * 48 is more than a quarter.
    assert.equal(all.training.fill_frame, 5);
  });

  test('pictures without annotations are misuse', () => {
    assertRefused(diagnose('--images', 'field'), 2, /--images needs --annotations/);
  });

  test('three photos are measured, and too few for a verdict', () => {
    const told = diagnosis(...field);
    assert.equal(told.limit, 'too few objects');
    const { measured } = told.groups[0];
    assert.equal(measured.objects, 3);
    assert.equal(measured.probed, 3);
    // The detector's first quarter is 32 x 24 at the corner: IoU 690 / (768 + 720 - 690).
    assert.equal(measured.full_frame.found, 3);
    assert.equal(told.photos, 3);
  });
});

describe('classes', () => {
  test('that the model does not know are left out and counted', () => {
    const mixed = annotations(3);
    mixed.categories.push({ id: 8, name: 'zebra' });
    mixed.annotations[2].category_id = 8;
    place.write('mixed.json', JSON.stringify(mixed));
    const told = diagnosis('--images', 'field', '--annotations', 'mixed.json');
    assert.equal(told.field_left_out.unknown_class, 1);
    assert.equal(told.groups[0].measured.objects, 2);
  });

  test('none of which the model knows are refused with both lists and the remedy', () => {
    place.write('zebras.json', JSON.stringify(annotations(3, 'zebra')));
    const words = /knows none of its classes \(zebra\); it knows person.*--labels FILE/;
    assertRefused(diagnose('--images', 'field', '--annotations', 'zebras.json'), 1, words);
    assertRefused(diagnose('--training', 'zebras.json', ...field), 1, words);
  });

  test('asked for and unknown are misuse', () => {
    assertRefused(diagnose(...field, '--classes', 'zebra'), 2, /does not know "zebra"/);
  });
});

describe('the range in metres', () => {
  test('needs both camera and object', () => {
    assertRefused(diagnose(...field, '--field-of-view', '90'), 2, /--object-height/);
    assertRefused(diagnose(...field, '--object-height', '1.5'), 2, /--field-of-view/);
  });

  test('comes from the pinhole camera', () => {
    // 64 pixels in 90 degrees: 32 pixels of focal length. 24 pixels of 1.5 m are 2 m away.
    const told = diagnosis(...field, '--field-of-view', '90', '--object-height', '1.5');
    const curve = told.groups[0].measured.full_frame.by_distance;
    assert.equal(curve.objects, 3);
    assert.ok(curve.seen.every((metres) => Math.abs(metres - 2) < 1e-6));
  });
});

describe('the report', () => {
  test('needs nothing else, shows what the network got, and is written again', () => {
    for (let run = 0; run < 2; ++run) {
      const ran = diagnose(...field, '--training', 'training.json', '--report', 'report.html');
      assert.equal(ran.code, 0, ran.err);
    }
    const html = place.text('report.html');
    assert.match(html, /<svg /);
    assert.match(html, /data:image\/png;base64,/);
    assert.match(html, /Too few objects for a verdict/);
    assert.doesNotMatch(html.replaceAll('http://www.w3.org/2000/svg', ''), /https?:|<script|<link/);
  });

  test('without pictures holds figures only', () => {
    const ran = diagnose(...field, '--report', 'plain.html', '--no-pictures');
    assert.equal(ran.code, 0, ran.err);
    assert.doesNotMatch(place.text('plain.html'), /<img|data:image/);
    assert.match(place.text('plain.html'), /<svg /);
  });

  test('is an HTML file and none of the inputs', () => {
    assertRefused(diagnose(...field, '--report', 'report.svg'), 2, /--report/);
    place.write('notes.html', JSON.stringify(annotations(3)));
    assertRefused(diagnose('--annotations', 'notes.html', '--report', 'notes.html'), 2, /--report/);
    assertRefused(diagnose(...field, '--no-pictures'), 2, /--report/);
    assert.ok(!existsSync(place.path('report.svg')));
  });
});

describe('the pyramid', () => {
  test('full runs all of every level; off leaves it out of table and JSON', () => {
    const told = diagnosis(...field, '--pyramid', 'full', '--levels', '2');
    assert.equal(told.groups[0].measured.pyramid.found, 3);
    // Level 1 at twice the zoom: nine tiles of 8 x 8 in 16 x 16 at an overlap of a quarter, and the full frame.
    assert.ok(told.pixel_ratio > 4);
    const alone = diagnosis(...field, '--pyramid', 'off');
    assert.equal(alone.groups[0].measured.pyramid, null);
    assert.equal(alone.pixel_ratio, 1);
  });

  test('off beside what is of the pyramid is misuse, and so is a region', () => {
    assertRefused(diagnose(...field, '--pyramid', 'off', '--levels', '2'), 2, /--pyramid off/);
    assertRefused(diagnose(...field, '--region', '0,0,10,10'), 2, /--region/);
  });
});

describe('pictures that are not as annotated', () => {
  test('one that cannot be read is left out, said, and makes the exit code 1', () => {
    for (let i = 0; i < 2; ++i) place.write(`broken/${i}.pgm`, picture(64, 48));
    place.write('broken/2.pgm', 'P5 64 48 255\n');
    const ran = diagnose('--images', 'broken', '--annotations', 'field.json', '--format', 'json');
    assert.equal(ran.code, 1);
    assert.match(ran.err, /1 picture cannot be read/);
    assert.equal(JSON.parse(ran.out).groups[0].measured.objects, 2);
  });
});
