// Hands that are faster than frames: while the viewer draws none, what comes waits and is then taken in its order.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Lab, withRepetition, xdotool } from './lab.mjs';

const kScene = 'source=scene&seed=4&pyramid=off';
const stateOf = ({ state }) => new URLSearchParams(state);
/** Findings whose state is as wanted. */
const shows =
  (...wanted) =>
  (line) =>
    line.event === 'findings' && line.done && wanted.every(([name, value]) => stateOf(line).get(name) === value);

describe('between two frames', () => {
  test('each key goes to the control that had the focus when it was pressed', async () => {
    const lab = new Lab('--state', kScene);
    await lab.done();
    await lab.focus('weather');
    const told = lab.events.length;
    lab.pause();
    xdotool('key', 'Right', 'Right', 'Tab', 'Right');
    lab.goOn();
    // Of weather and place: any, clear, overcast ...; any, street ...
    await lab.until(shows(['weather', 'overcast'], ['place', 'street']), told);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('a drag ends where the button was let go, wherever the pointer is by then', async () => {
    const lab = new Lab('--state', kScene);
    await lab.done();
    const { x0, x1, y } = await lab.place('metres');
    const at = (share) => Math.round(x0 + 8 + share * (x1 - x0 - 16));
    const told = lab.events.length;
    lab.pause();
    const press = ['mousemove', at(0.25), y, 'mousedown', 1];
    xdotool(...press, 'mousemove', at(0.5), y, 'mouseup', 1, 'mousemove', at(0.9), y + 200);
    lab.goOn();
    // From 3 to 100 m: the middle is 51.5 m.
    await lab.until((line) => shows()(line) && /^0:5[12](\.5)?$/.test(stateOf(line).get('moves') ?? ''), told);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('a click presses what was under the pointer, and two clicks press twice', async () => {
    const lab = new Lab('--state', kScene);
    await lab.done();
    const { x0, x1, y } = await lab.place('another-scene');
    const told = lab.events.length;
    lab.pause();
    xdotool('mousemove', Math.round((x0 + x1) / 2), y, 'click', 1, 'click', 1, 'mousemove', x1 + 300, y + 300);
    lab.goOn();
    await lab.until(shows(['seed', '6']), told);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('a key that is held presses a button once, and steps a number on', () =>
    withRepetition(async () => {
      const lab = new Lab('--state', kScene);
      await lab.done();
      const seedOf = (line) => Number(stateOf(line).get('seed') ?? 1);
      const focusNow = () => lab.events.findLast(({ event }) => event === 'layout').focus;
      const last = () => seedOf(lab.events.findLast(shows()));
      const hold = async (key) => {
        const before = last();
        // Xvfb repeats a key after 660 ms, every 40 ms.
        xdotool('keydown', key, 'sleep', 1.5, 'keyup', key);
        await lab.until((line) => shows()(line) && seedOf(line) !== before);
      };
      // A Tab may repeat itself, too, where the machine is so busy that its release comes late.
      do await lab.focus('another-scene');
      while (focusNow() !== 'another-scene');
      assert.equal(last(), 4);
      await hold('Return');
      do await lab.focus('seed');
      while (focusNow() !== 'seed');
      // A layout is told when all is done that was asked for.
      assert.equal(last(), 5);
      await hold('Right');
      await lab.until((line) => shows()(line) && seedOf(line) >= 8);
      assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
    }));
});
