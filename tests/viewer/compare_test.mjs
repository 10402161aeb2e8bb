// Two detectors on one picture: each finds what the command finds, and all of it is reached by keys.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { PNG } from 'pngjs';
import { command, folder, Lab, photo, run, xdotool } from './lab.mjs';

/** What the command finds. */
function detectIn(file, ...args) {
  const text = execFileSync(command, ['detect', file, '--format', 'json', ...args], { encoding: 'utf8' });
  return JSON.parse(text).images[0];
}

const detect = (...args) => detectIn(photo, ...args);

describe('two detectors side by side', () => {
  const detections = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).images[0];

  test('each finds what the command finds with its settings; the decision is both’s', () => {
    const query = 'pyramid=off&score=0.35&iou=0.4&versus=on&other-pyramid=auto&other-finest-zoom=0.5';
    const exports = ['--export', 'a.json', '--export', 'a.b.json', '--export', 'a.b.csv', '--export', 'a.b.png'];
    const { status, stderr } = run([photo, '--state', query, '--screenshot', 'versus.png', ...exports]);
    assert.equal(status, 0, stderr);
    const decision = ['--score', '0.35', '--iou', '0.4'];
    const a = detect('--pyramid', 'off', ...decision);
    const b = detect('--finest-zoom', '0.5', ...decision);
    assert.ok(b.detections.length > a.detections.length, `${b.detections.length} and ${a.detections.length}`);
    assert.deepEqual(detections('a.json').detections, a.detections);
    assert.deepEqual(detections('a.b.json').detections, b.detections);
    assert.deepEqual(detections('a.b.json').plan, b.plan);
    const rows = readFileSync(join(folder, 'a.b.csv'), 'utf8').trimEnd().split('\r\n');
    assert.equal(rows.length, 1 + b.detections.length);
    const marked = PNG.sync.read(readFileSync(join(folder, 'a.b.png')));
    assert.ok(marked.width >= b.width && marked.height >= b.height, 'the picture with its caption');
  });

  test('the other model may be another one, and without a side B there is none to save', () => {
    const query = 'pyramid=off&versus=on&other-model=multi-scale';
    const { status, stderr } = run([photo, '--state', query, '--export', 'm.b.json']);
    assert.equal(status, 0, stderr);
    const expected = detect('--model', 'multi-scale', '--pyramid', 'off');
    assert.equal(detections('m.b.json').model, expected.model);
    assert.deepEqual(detections('m.b.json').detections, expected.detections);
    const alone = run([photo, '--state', 'pyramid=off', '--export', 'none.b.json']);
    assert.equal(alone.status, 1);
    assert.match(alone.stderr, /there is no side B.*versus=on/);
  });

  test('on a scene, too', () => {
    const query = 'source=scene&seed=4&pyramid=off&model=near-only&versus=on&other-model=multi-scale';
    const exports = ['s.photo.png', 's.json', 's.b.json'].flatMap((file) => ['--export', file]);
    const { status, stderr } = run(['--state', query, '--screenshot', 's.png', ...exports]);
    assert.equal(status, 0, stderr);
    const rendered = join(folder, 's.photo.png');
    for (const [file, model] of [
      ['s.json', 'near-only'],
      ['s.b.json', 'multi-scale'],
    ]) {
      const expected = detectIn(rendered, '--model', model, '--pyramid', 'off');
      assert.equal(detections(file).model, expected.model);
      assert.deepEqual(detections(file).detections, expected.detections);
    }
  });

  test('both range curves are measured on the same scenes', () => {
    const query = 'source=scene&seed=4&pyramid=off&model=near-only&versus=on&other-model=multi-scale';
    const { status, stdout, stderr } = run(['--state', query, '--measure', '2', '--screenshot', 'b.png', '--events']);
    assert.equal(status, 0, stderr);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [a, b] = ['near-only', 'multi-scale'].map((name) =>
      events.findLast(({ event, model }) => event === 'study' && model === name),
    );
    assert.deepEqual([a.scenes, b.scenes], [2, 2]);
    const trials = ({ curves }) => curves[0].points.map(([tried]) => tried);
    assert.ok(trials(a).some((tried) => tried > 0));
    assert.deepEqual(trials(a), trials(b));
    const { places } = events.findLast(({ event }) => event === 'layout');
    for (const id of ['sample-both', 'd50-a', 'd50-b', 'seen-a', 'seen-b', 'cost-a', 'cost-b']) {
      assert.ok(id in places, `${id} is drawn`);
    }
  });

  test('all of it is reached by keys', async () => {
    const lab = new Lab(photo, '--state', 'pyramid=off');
    await lab.done();
    const { x0, y } = await lab.place('picture');
    const second = (wanted, from) => lab.until((one) => one.event === 'second' && one.done && wanted(one), from);
    xdotool('mousemove', x0 + 5, y, 'key', 'v');
    const first = await second(() => true);
    assert.equal(first.tiles, 1);
    assert.equal(first.total, detect('--pyramid', 'off').detections.length);
    await lab.focus('other-model');
    let told = lab.events.length;
    xdotool('key', 'Right', 'Right');
    const other = await second(({ model }) => model !== first.model, told);
    assert.equal(other.total, detect('--model', other.model, '--pyramid', 'off').detections.length);
    await lab.focus('other-pyramid');
    told = lab.events.length;
    xdotool('key', 'Return');
    assert.ok((await second(({ tiles }) => tiles > 1, told)).network_runs > other.network_runs);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });
});
