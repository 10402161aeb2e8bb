// The viewer's range study: it measures what `farsight sweep` measures, stops and goes on, and has a table.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { command, folder, Lab, run, xdotool } from './lab.mjs';

const kScenes = 4;
const kState = 'source=scene&model=near-only&levels=2&finest-zoom=0.5';
const kDetector = ['--model', 'near-only', '--levels', '2', '--finest-zoom', '0.5'];

/** The command's measurement of the same scenes: D50 and bins of full frame and pyramid, all classes together. */
function sweep(scenes, ...detector) {
  const recipe = ['--distance', '5..150', '--objects', '14', '--resamples', '400', '--format', 'json'];
  const words = ['sweep', '--count', String(scenes), ...recipe, ...detector];
  const { classes, configurations } = JSON.parse(execFileSync(command, words, { encoding: 'utf8' }));
  assert.equal(classes[0].class, 'all');
  return classes[0].configurations.map(({ by_distance: { d50, d90, points } }, i) => ({
    d50: d50.place,
    d50_interval: d50.interval,
    d90: d90.place,
    points: points.map(({ truths, found }) => [truths, found]),
    // The study shows the mean as a whole number.
    tiles: Math.round(configurations[i].tiles_per_frame),
  }));
}

const near = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-9, `${found} and ${expected}`);

describe('how far it sees', () => {
  test('as many scenes give the numbers of the command, and a table with them', () => {
    const outputs = ['--screenshot', 'range.png', '--export', 'near.configurations.csv'];
    const { status, stderr, stdout } = run(['--events', '--state', kState, '--measure', String(kScenes), ...outputs]);
    assert.equal(status, 0, stderr);
    const told = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const studies = told.filter(({ event }) => event === 'study');
    assert.deepEqual(studies.map(({ scenes }) => scenes).at(-1), kScenes);
    const study = studies.at(-1);
    const expected = sweep(kScenes, ...kDetector);
    assert.equal(study.tiles, expected[1].tiles);
    expected.forEach((side, i) => {
      const measured = study.curves[i];
      assert.deepEqual(measured.points, side.points);
      assert.ok(
        side.points.some(([, found]) => found > 0),
        'something is found',
      );
      near(measured.d50, side.d50);
      near(measured.d90, side.d90);
      measured.d50_interval.forEach((end, which) => near(end, side.d50_interval[which]));
    });
    const [head, row] = readFileSync(join(folder, 'near.configurations.csv'), 'utf8').split('\r\n');
    const cells = row.replace(/".*?"/, 'setting').split(',');
    const cell = (name) => cells[head.split(',').indexOf(name)];
    assert.equal(cell('scenes'), String(kScenes));
    assert.equal(cell('tiles'), String(expected[1].tiles));
    assert.equal(cell('d50_full_frame_m'), expected[0].d50.toFixed(2));
    assert.equal(cell('d50_pyramid_m'), expected[1].d50.toFixed(2));
  });

  test('a table of nothing is not written', () => {
    const { status, stderr } = run(['--state', 'pyramid=off', '--export', 'none.configurations.csv']);
    assert.equal(status, 1);
    assert.match(stderr, /none\.configurations\.csv.*--measure/);
    assert.ok(!existsSync(join(folder, 'none.configurations.csv')));
  });

  test('keys start it, stop it and save its table', { timeout: 180_000 }, async () => {
    const lab = new Lab('--state', 'source=scene&model=near-only&pyramid=off');
    await lab.done();
    const { x0, y } = await lab.place('picture');
    xdotool('mousemove', x0 + 5, y);
    await lab.focus('sample');
    xdotool('key', 'Return');
    const second = await lab.until(({ event, scenes }) => event === 'study' && scenes >= 2);
    assert.equal(second.tiles, 1);
    const told = lab.events.length;
    xdotool('key', 'Return');
    await lab.until(({ event, running }) => event === 'measuring' && !running, told);
    const [last] = lab.events.filter(({ event }) => event === 'study').slice(-1);
    assert.deepEqual(last.curves[0].points, sweep(last.scenes, ...kDetector)[0].points);
    await lab.focus('configurations-csv');
    xdotool('key', 'Return');
    const table = join(folder, 'farsight-configurations.csv');
    for (let waited = 0; !existsSync(table); waited += 20) {
      assert.ok(waited < 60_000, 'the table was never saved');
      await setTimeout(20);
    }
    assert.match(
      readFileSync(table, 'utf8'),
      /\r\nSSD MobileNetV2 x 0\.5 trained on near objects only: the baseline,full frame only,/,
    );
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });
});
