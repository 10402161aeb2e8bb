// The viewer's proving ground: scenes instead of photos, objects that move, and why they are missed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { command, folder, Lab, run, xdotool } from './lab.mjs';

const stateOf = ({ state }) => new URLSearchParams(state);
const isFiftyMetres = (state) => /^0:5\d/.test(state.get('moves') ?? '');

describe('a scene as the picture', () => {
  test('gives the detections that the command finds in the same picture, to the bit', () => {
    const query = 'source=scene&seed=4&moves=0:40&levels=2';
    const { status, stderr } = run([
      '--state',
      query,
      '--screenshot',
      'ground.png',
      '--export',
      'ground.photo.png',
      '--export',
      'ground.json',
    ]);
    assert.equal(status, 0, stderr);
    const args = ['detect', join(folder, 'ground.photo.png'), '--levels', '2', '--format', 'json'];
    const expected = JSON.parse(execFileSync(command, args, { encoding: 'utf8' })).images[0];
    const found = JSON.parse(readFileSync(join(folder, 'ground.json'), 'utf8')).images[0];
    assert.ok(expected.detections.length > 3);
    assert.deepEqual(found.detections, expected.detections);
    assert.deepEqual(found.plan, expected.plan);
    assert.equal(found.file, 'farsight-scene-4.png');
  });

  test('an object that is not there gets words', () => {
    const { status, stderr } = run(['--state', 'source=scene&pyramid=off&moves=150:20', '--export', 'none.json']);
    assert.equal(status, 1);
    assert.match(stderr, /150/);
  });
});

describe('a scene under a hand', () => {
  test('dragging the distance moves the chosen object and detects again', async () => {
    const lab = new Lab('--state', 'source=scene&seed=4&pyramid=off');
    const first = await lab.done();
    assert.equal(first.photo, 'scene-4-any-any-car');
    const { x0, x1, y } = await lab.place('metres');
    const at = (share) => Math.round(x0 + 8 + share * (x1 - x0 - 16));
    const told = lab.events.length;
    xdotool('mousemove', at(0.25), y, 'mousedown', 1, 'mousemove', at(0.5), y, 'sleep', 0.2, 'mouseup', 1);
    // The state is the session's, which is ahead of the findings while the engine works.
    const moved = (line) =>
      line.event === 'findings' && line.done && line.network_runs > first.network_runs && isFiftyMetres(stateOf(line));
    const last = await lab.until(moved, told);
    // Without the pyramid both sides are the full frame, and no more is seen than is in sight.
    assert.equal(last.truth.pyramid, last.truth.full_frame);
    assert.ok(last.truth.full_frame > 0 && last.truth.full_frame < last.truth.in_sight);
    assert.ok(await lab.place('truth-counts'));
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('every control of a scene answers to the keyboard', async () => {
    const lab = new Lab('--state', 'source=scene&seed=4&pyramid=off');
    await lab.done();
    const presses = [
      ['metres', 'Right', (state) => state.get('moves')?.startsWith('0:')],
      ['another-scene', 'Return', (state) => state.get('seed') === '5'],
      ['weather', 'Right', (state) => state.has('weather')],
      ['place', 'Right', (state) => state.has('place')],
      ['subject', 'Right', (state) => state.has('subject')],
    ];
    for (const [control, key, changed] of presses) {
      await lab.focus(control);
      const told = lab.events.length;
      xdotool('key', key);
      await lab.until((event) => event.event === 'findings' && event.done && changed(stateOf(event)), told);
    }
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });
});
