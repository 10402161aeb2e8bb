// Why an object of a scene is seen or missed, as the viewer tells it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Lab, xdotool } from './lab.mjs';

const isWhy = ({ event }) => event === 'why';

describe('the closer look', () => {
  test('tells of the chosen object what reaches the network', async () => {
    const lab = new Lab('--state', 'source=scene&seed=17&pyramid=off&moves=0:70');
    const { object, title, sentence, field, full_frame: full, best } = await lab.until(isWhy);
    assert.equal(object, 0);
    assert.match(title, /^Why is this car (seen|missed)\?$/);
    assert.ok(sentence.length > 30);
    // The whole frame of 1280 by 720 in an input of 300 by 300.
    assert.ok(Math.abs(full.width / full.height / (best.width / best.height) - 300 / 1280 / (300 / 720)) < 0.05);
    // The smallest anchor has 30 by 30 pixels; both fit inside each other at best.
    assert.ok(full.width < 30 && full.height < 30);
    assert.ok(Math.abs(full.anchor - (full.width * full.height) / 900) < 0.02);
    assert.ok(best.anchor > 0.5 && best.height > full.height);
    assert.ok(best.patch[1] > full.patch[1]);
    assert.ok(field > 30);
    const why = await lab.place('why-patch-best');
    assert.ok(why.x1 > why.x0);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('tells what became of the object under the pointer', async () => {
    // With so high a score nothing is found, and no detection lies under the pointer.
    const lab = new Lab('--state', 'source=scene&seed=17&pyramid=off&moves=0:70&score=0.99');
    const { verdict } = await lab.until(isWhy);
    assert.match(verdict, /^missed: [a-z ]+$/);
    // The picture is smaller once the explanation stands under it: the last of several layouts counts.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { window, places } = lab.events.findLast(({ event }) => event === 'layout');
    const [left, top, right, bottom] = places['chosen-object'];
    const x = window[0] + Math.round((left + right) / 2);
    const y = window[1] + Math.round((top + bottom) / 2);
    xdotool('mousemove', x, y, 'sleep', 0.2, 'click', 1);
    const told = await lab.place('truth-details');
    assert.ok(told.x0 <= x && x <= told.x1 && Math.abs(told.y - y) <= 2);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('follows the choice, and R shows its reach', async () => {
    const lab = new Lab('--state', 'source=scene&seed=17&pyramid=off');
    const first = await lab.until(isWhy);
    const { x0, y } = await lab.place('picture');
    const told = lab.events.length;
    xdotool('mousemove', x0 + 5, y, 'key', 'n', 'sleep', 0.2, 'key', 'r', 'sleep', 0.2, 'key', 'n');
    const next = await lab.until((one) => isWhy(one) && one.object !== first.object, told);
    assert.notEqual(next.full_frame.height, first.full_frame.height);
    const reaching = ({ event, state }) => event === 'findings' && /reach=on/.test(state);
    await lab.until(reaching, told);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });
});
