// The proving ground's half of the binding under Node: scenes, verdicts, studies and the closer look. Wants the
// builds of scripts/site.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CoreCard, CoreError, CoreRun, load } from '../../web/core/farsight.mjs';
import { distanceLimit, lookCloser, ProvingGround } from '../../web/core/proving.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kScene = { seed: 17, objects: 14, nearest: 6, farthest: 90, subject: 'car', weather: 'clear', place: 'square' };
const kPlan = { pyramid: true, full: true, levels: 0, finestZoom: 0, overlap: 0.25, filter: 'triangle' };

let card;

before(async () => {
  await load(async () => readFileSync(`${root}/build/web/bin/farsight.wasm`), { simd: true });
  card = CoreCard.read(readFileSync(`${root}/assets/cards/ssd_mobilenet_v2_oidv4.json`, 'utf8'));
});

function drawn(shrink = 1, metres = 0) {
  const ground = new ProvingGround(kScene);
  if (metres > 0) ground.move(0, metres);
  return { ground, image: ground.render(shrink) };
}

describe('a scene', () => {
  it('shows a moved object as high as a pinhole does: half at twice the distance', () => {
    const near = drawn(1, 20).ground.describe().objects[0];
    const far = drawn(1, 40).ground.describe().objects[0];
    assert.equal(near.distance, 20);
    assert.equal(far.distance, 40);
    // Not quite: what stands nearest of a car is not as far away as its middle.
    assert.ok(Math.abs(near.height / far.height - 2) < 0.15, `${near.height} and ${far.height}`);
  });

  it('has the same truth in little, and the whole one again afterwards', () => {
    const { ground, image } = drawn(2);
    assert.deepEqual([image.width, image.height], [640, 360]);
    const small = ground.describe().objects[0];
    const whole = ground.render();
    assert.deepEqual([whole.width, whole.height], [1280, 720]);
    const { height } = ground.describe().objects[0];
    assert.ok(Math.abs(height - 2 * small.height) < 0.01);
  });

  it('says what it refuses', () => {
    assert.throws(() => new ProvingGround({ ...kScene, weather: 'snow' }), CoreError);
    assert.throws(() => drawn().ground.move(0, 1), /2/);
    assert.throws(() => drawn().ground.move(999, 20), CoreError);
  });
});

describe('a verdict', () => {
  it('is a miss for everything while nothing was looked at, and ignores what the model does not know', () => {
    const { ground, image } = drawn();
    const run = CoreRun.create(card, image.width, image.height, kPlan);
    run.decide({ method: 'keep-best', overlap: 0.5, minScore: 0.3 });
    const { objects } = ground.describe();
    const { inSight, fullFrame, pyramid, objects: verdicts } = ground.judge(run, card);
    const known = (name) => name === 'car' || name === 'person';
    const counts = objects.map(({ name, visibleFraction }) => known(name) && visibleFraction >= 0.25);
    assert.deepEqual([inSight, fullFrame, pyramid], [counts.filter(Boolean).length, 0, 0]);
    verdicts.forEach((told, id) => {
      const found = counts[id] ? false : null;
      assert.deepEqual([told.fullFrame, told.pyramid], [found, found]);
      assert.equal(told.verdict, counts[id] ? 'missed: never proposed' : 'does not count');
      assert.match(told.place, /^\d+\.\d m away, \d+ px high$/);
      const { name } = objects[id];
      assert.equal(told.title, counts[id] ? `Why is this ${name} missed?` : `Why does this ${name} not count?`);
    });
  });
});

describe('a closer look', () => {
  it('shows one region at both zooms, in whole pixels of each', () => {
    const { ground, image } = drawn(1, 50);
    const run = CoreRun.create(card, image.width, image.height, kPlan);
    const { visible } = ground.describe().objects[0];
    const { region, cyclesPerSide, fullFrame, best } = lookCloser(run, card, image, visible);
    const width = region[2] - region[0];
    const height = region[3] - region[1];
    // All of the object, to a pixel of the full frame: the best tile may end right beside it.
    const [x, y] = [1 / fullFrame.zoomX, 1 / fullFrame.zoomY];
    assert.ok(region[0] <= visible[0] + x && region[2] >= visible[2] - x);
    assert.ok(region[1] <= visible[1] + y && region[3] >= visible[3] - y);
    for (const look of [fullFrame, best]) {
      assert.ok(Math.abs(look.patchWidth - width * look.zoomX) <= 1);
      assert.ok(Math.abs(look.patchHeight - height * look.zoomY) <= 1);
      assert.equal(look.pixels.length, 4 * look.patchWidth * look.patchHeight);
      assert.ok(Math.abs(look.height - (visible[3] - visible[1]) * look.zoomY) < 1e-4);
    }
    assert.equal(fullFrame.level, 0);
    assert.ok(best.anchorIou > fullFrame.anchorIou);
    assert.ok(Math.abs(cyclesPerSide - (visible[3] - visible[1]) / height) < 1e-6);
    // No wave is shorter than two pixels: beyond the corner of the frequencies nothing is left.
    const corner = Math.ceil(Math.hypot(fullFrame.patchWidth, fullFrame.patchHeight) / 2) + 1;
    assert.ok(fullFrame.energy.slice(corner).every((energy) => energy === 0));
  });

  it('refuses what lies outside the picture', () => {
    const { image } = drawn();
    const run = CoreRun.create(card, image.width, image.height, kPlan);
    assert.throws(() => lookCloser(run, card, image, [2000, 10, 2050, 40]), /outside/);
  });
});

describe('the limits of a network', () => {
  it('are the anchors’ on the full frame, and never under them with the pyramid', () => {
    const run = CoreRun.create(card, 1280, 720, kPlan);
    const { shape, distances, fullFrame, pyramid } = distanceLimit(run, card, undefined, -1);
    assert.equal(shape, 'standing person');
    assert.ok(Math.abs(distances[0] - 5) < 1e-9 && Math.abs(distances.at(-1) - 150) < 1e-9);
    assert.ok(fullFrame.every((limit, at) => limit <= pyramid[at]));
    // The camera's 56 degrees make a focal length of 1203.7 pixels. At 150 m a person of 1.7 m by 0.68 m is 13.64 by
    // 5.46 source pixels, which the stretched input of 300 by 300 shows as 5.68 by 1.28 in the smallest anchor, 30 by 30.
    assert.ok(Math.abs(fullFrame.at(-1) - (5.684 * 1.279) / 900) < 1e-4);
  });

  it('are told for objects shaped as the chosen one', () => {
    const { ground, image } = drawn();
    const run = CoreRun.create(card, image.width, image.height, kPlan);
    assert.equal(distanceLimit(run, card, ground, 0).shape, 'car of this shape');
    assert.equal(distanceLimit(run, card, ground, 999).shape, 'standing person');
  });

  it('are not told by bytes that are no network', () => {
    assert.equal(card.readFields(new Uint8Array([58, 127, 10])), false);
  });
});
