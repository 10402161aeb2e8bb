// Which regions run, from the outside: the search, all of every level, the full frame alone; budgets, classes, places.
// Needs FARSIGHT_BINARY, FARSIGHT_TINY, and FARSIGHT_TEST_ASSETS with what scripts/fetch_assets puts there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { assertRefused, Workplace } from './workplace.mjs';

const assets = process.env.FARSIGHT_TEST_ASSETS ?? '';
const kite = join(assets, 'kite.jpg');
let place;
before(() => (place = new Workplace('search')));
after(() => place.close());

function look(picture, ...words) {
  const ran = place.farsight('detect', picture, '--format', 'json', ...words);
  assert.equal(ran.code, 0, ran.err);
  return { ...JSON.parse(ran.out).images[0], err: ran.err };
}

describe('the stock network on a beach', () => {
  test('the search runs less than half of what all of every level costs, and says so', () => {
    const { plan } = look(kite);
    assert.ok(plan.pixel_ratio > 1 && plan.pixel_ratio < plan.full_pixel_ratio / 2, JSON.stringify(plan));
    assert.equal(plan.regions.length, plan.tiles);
    assert.equal(plan.regions[0][0], 0);
    const full = look(kite, '--pyramid', 'full').plan;
    assert.equal(full.pixel_ratio, plan.full_pixel_ratio);
    assert.equal(full.full_pixel_ratio, plan.full_pixel_ratio);
    assert.equal(look(kite, '--pyramid', 'off').plan.pixel_ratio, 1);
  });

  test('plan and detections are the same for any number of threads', () => {
    const told = (threads) => {
      const { plan, detections } = look(kite, '--threads', threads);
      return { plan, detections };
    };
    const one = told('1');
    assert.deepEqual(told('2'), one);
    assert.deepEqual(told('7'), one);
  });

  test('the plan depends on neither score nor merging', () => {
    const { plan } = look(kite);
    assert.deepEqual(look(kite, '--score', '0.9').plan, plan);
    assert.deepEqual(look(kite, '--score', '0.02', '--merge', 'nms', '--iou', '0.3').plan, plan);
  });

  test('classes that are asked for are found alone, for less', () => {
    const all = look(kite);
    const people = look(kite, '--classes', 'person');
    assert.ok(people.detections.length > 3);
    assert.ok(people.detections.every(({ label }) => label === 'Person'));
    assert.ok(people.plan.pixel_ratio <= all.plan.pixel_ratio);
    assert.deepEqual(look(kite, '--classes', 'Person').plan, people.plan);
    assertRefused(place.farsight('detect', kite, '--classes', 'Person,zebra'), 2, /"zebra" is not a class of .*Person/);
  });

  test('a budget holds, in full frames', () => {
    for (const budget of [1, 2.5, 5]) {
      const { plan } = look(kite, '--budget', String(budget));
      assert.ok(plan.pixel_ratio <= budget, `${plan.pixel_ratio} of ${budget}`);
      assert.ok(plan.pixel_ratio >= 1);
    }
    assert.ok(look(kite, '--pyramid', 'full', '--budget', '4').plan.pixel_ratio <= 4);
  });

  test('a budget of time ends the run after the full frame at the earliest, with what was found', () => {
    const { plan, warnings, detections } = look(kite, '--budget', '0.001ms', '--score', '0.05');
    assert.deepEqual([plan.tiles, plan.pixel_ratio, plan.regions.length], [1, 1, 1]);
    assert.ok(plan.full_pixel_ratio > 5);
    assert.ok(detections.length > 0);
    assert.match(warnings.join(' '), /stopped at --budget 0\.001ms/);
  });

  test('--evidence tells what speaks for each detection', () => {
    const { detections } = look(kite, '--evidence');
    for (const { score, evidence } of detections) {
      const keys = ['best', 'mean', 'suited', 'agreeing', 'agreement', 'inside', 'contains', 'overlaps'];
      assert.deepEqual(Object.keys(evidence), keys);
      assert.ok(evidence.best >= score - 1e-6 && evidence.agreeing >= 1);
      assert.ok(evidence.agreement > 0 && evidence.agreement <= 1);
    }
    assert.ok(look(kite).detections.every((detection) => !('evidence' in detection)));
    assertRefused(place.farsight('detect', kite, '--evidence'), 2, /--evidence acts with --format json/);
  });

  test('evidence is there again when a stopped run goes on', () => {
    const first = look(kite, '--evidence', '--state', place.path('evidence'));
    const again = look(kite, '--evidence', '--state', place.path('evidence'));
    assert.deepEqual(again.detections, first.detections);
  });

  test('inspect says that the network is free, and of another why it is not', () => {
    const inspected = (model) => JSON.parse(place.farsight('inspect', model, '--format', 'json').out).size;
    assert.deepEqual(inspected('ssd_mobilenet_v2_oidv4'), { free: true, step_px: 32, strides_px: [16, 32] });
    const tiny = inspected(place.model);
    assert.equal(tiny.free, false);
    assert.ok(tiny.because.length > 10);
    assert.match(place.farsight('inspect', place.model).out, /fixed: .+ run as tiles/);
  });

  test('an imported network is free unless --fixed, and finds the same', () => {
    const file = join(assets, 'ssd_mobilenet_v2_oidv4.tflite');
    const free = place.path('free.onnx');
    const fixed = place.path('fixed.onnx');
    for (const [out, ...words] of [[free], [fixed, '--fixed']]) {
      const ran = place.farsight('import', file, '-o', out, ...words);
      assert.equal(ran.code, 0, ran.err);
    }
    assert.notDeepEqual(readFileSync(free), readFileSync(fixed));
    const shape = (model) => JSON.parse(place.farsight('inspect', model, '--format', 'json').out).input.tensor.shape;
    assert.deepEqual(shape(fixed).slice(1), [300, 300, 3]);
    assert.deepEqual(shape(free).slice(1), [-1, -1, 3]);
    const told = (model) => {
      const { plan, detections } = look(kite, '--model', model);
      return { plan, detections };
    };
    assert.deepEqual(told(free), told(fixed));
  });

  test('--overlap does nothing on a network of free size, and that is said', () => {
    const { err, plan } = look(kite, '--overlap', '0.5');
    assert.match(err, /--overlap acts on tiles/);
    assert.deepEqual(plan, look(kite).plan);
  });
});

describe('a network of fixed size', () => {
  const tiny = (...words) => look(place.photo, '--model', place.model, ...words);

  test('runs tiles of a grid, fewer than all', () => {
    const { plan } = tiny();
    const full = tiny('--pyramid', 'full').plan;
    assert.ok(plan.tiles < full.tiles);
    assert.equal(full.tiles, full.pixel_ratio);
    const grid = new Set(full.regions.map(String));
    assert.ok(plan.regions.every((region) => grid.has(String(region))));
  });

  test('searches a place on every level', () => {
    const { plan } = tiny('--region', '20,20,24,24', '--classes', 'Patch', '--budget', '1000');
    const levels = new Set(plan.regions.map(([level]) => level));
    assert.equal(levels.size, plan.levels);
  });
});

describe('what contradicts itself is misuse', () => {
  const cases = [
    [['--budget', 'fast'], /--budget fast: write a number of full frames, or a time as 50ms/],
    [['--budget', '0.5'], /budget counts full frames/],
    [['--budget', '-1'], /--budget/],
    [['--region', '1,2,3'], /--region 1,2,3: write x0,y0,x1,y1/],
    [['--region', '5,5,5,9'], /--region 5,5,5,9/],
    [['--pyramid', 'off', '--budget', '3'], /--pyramid off leaves out/],
    [['--pyramid', 'off', '--region', '1,1,5,5'], /--pyramid off leaves out/],
  ];
  for (const [words, said] of cases) {
    test(words.join(' '), () => {
      assertRefused(place.farsight('detect', place.photo, '--model', place.model, ...words), 2, said);
    });
  }

  test('a sweep has the full frame in any case', () => {
    assertRefused(place.farsight('sweep', '--pyramid', 'off'), 2, /--pyramid/);
  });
});
