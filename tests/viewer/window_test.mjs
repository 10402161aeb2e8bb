// The viewer's windows: menus, dialogs and lists answer to keys and keep them, and everything has room in small windows.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { PNG } from 'pngjs';
import { assets, folder, Lab, photo, run, xdotool } from './lab.mjs';

const kScene = 'source=scene&seed=4&pyramid=off';
const stateOf = ({ state }) => new URLSearchParams(state);
const done = ({ event, done }) => event === 'findings' && done;
const shows = (id) => (line) => line.event === 'layout' && id in line.places;
const hides = (id) => (line) => line.event === 'layout' && !(id in line.places);

/** Presses keys one after the other, and waits for what the last one does. */
async function press(lab, keys, wanted) {
  const told = lab.events.length;
  xdotool('key', ...keys);
  return lab.until(wanted, told);
}

describe('lists', () => {
  test('an open list takes all keys: arrows walk, Return chooses, nothing reaches the picture', async () => {
    const lab = new Lab('--state', kScene);
    await lab.done();
    await lab.focus('weather');
    await press(lab, ['Return'], shows('list-mark'));
    // G would leave the scene, V would compare, N would choose another object.
    const keys = ['g', 'v', 'n', 'Down', 'Down', 'Down', 'Up', 'Return'];
    const line = await press(lab, keys, (one) => done(one) && stateOf(one).has('weather'));
    const state = stateOf(line);
    assert.equal(state.get('weather'), 'overcast');
    assert.equal(state.get('source'), 'scene');
    assert.ok(!state.has('versus') && !state.has('object'));
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('Escape closes a list and changes nothing; End and Home go to its ends', async () => {
    const lab = new Lab('--state', kScene);
    await lab.done();
    await lab.focus('weather');
    await press(lab, ['Return'], shows('list-mark'));
    await press(lab, ['Down', 'Escape'], hides('list-mark'));
    assert.ok(!lab.events.some((line) => done(line) && stateOf(line).has('weather')));
    await press(lab, ['Return'], shows('list-mark'));
    const last = await press(lab, ['End', 'Return'], (one) => done(one) && stateOf(one).has('weather'));
    assert.equal(stateOf(last).get('weather'), 'dusk');
    await press(lab, ['Return'], shows('list-mark'));
    await press(lab, ['Home', 'Return'], (one) => done(one) && !stateOf(one).has('weather'));
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('Up goes back and Down goes on in a choice, and Up is more in a number', async () => {
    const lab = new Lab('--state', kScene);
    await lab.done();
    await lab.focus('weather');
    await press(lab, ['Down', 'Down'], (one) => done(one) && stateOf(one).get('weather') === 'overcast');
    await press(lab, ['Up'], (one) => done(one) && stateOf(one).get('weather') === 'clear');
    await lab.focus('seed');
    await press(lab, ['Up'], (one) => done(one) && stateOf(one).get('seed') === '5');
    await press(lab, ['Down'], (one) => done(one) && stateOf(one).get('seed') === '4');
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('the menu of exports is walked with keys and saves what is marked', async () => {
    const lab = new Lab(photo, '--state', 'pyramid=off');
    await lab.done();
    await lab.focus('export');
    await press(lab, ['Return'], shows('export-csv'));
    await press(lab, ['Down', 'Down', 'Return'], hides('export-csv'));
    const saved = join(folder, 'farsight-kite.csv');
    const start = Date.now();
    while (!existsSync(saved)) {
      assert.ok(Date.now() - start < 60_000, 'the table was never saved');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.match(readFileSync(saved, 'utf8'), /^label,score,/);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });
});

describe('dialogs', () => {
  test('the list of keys keeps all keys until it is closed', async () => {
    const lab = new Lab('--state', kScene);
    await lab.done();
    await press(lab, ['F1'], shows('help-window'));
    await press(lab, ['g', 'space', 'Right', 'Escape'], hides('help-window'));
    const line = await press(lab, ['Right'], done);
    assert.equal(stateOf(line).get('source'), 'scene');
    assert.equal(stateOf(line).get('seed'), '5');
    assert.equal(stateOf(line).get('pyramid'), 'off');
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('Open takes a typed path, a part of a name, and arrows', async () => {
    const there = join(folder, 'album');
    mkdirSync(join(there, 'inner'), { recursive: true });
    for (const name of ['astronaut.png', 'coffee.png']) copyFileSync(join(assets, name), join(there, name));
    copyFileSync(join(assets, 'chelsea.png'), join(there, 'inner', 'chelsea.png'));
    const lab = new Lab(photo, '--state', 'pyramid=off');
    await lab.done();
    const open = () => press(lab, ['ctrl+o'], shows('open-window'));
    const opened = async (words, key, name) => {
      const told = lab.events.length;
      if (words) xdotool('type', '--delay', 30, words);
      xdotool('key', ...key);
      await lab.until((one) => done(one) && one.photo.endsWith(name), told);
      await lab.until(hides('open-window'), told);
    };
    await open();
    await opened('~/album/inner/chelsea.png', ['Return'], 'chelsea.png');
    // The dialog opens where that was. A folder that is typed is entered; there a part of a name is enough.
    await open();
    xdotool('type', '--delay', 30, '../../album');
    await press(lab, ['Return'], shows('open-coffee.png'));
    await opened('FEE', ['Return'], 'coffee.png');
    // Of "..", "inner/", "astronaut.png" the third is two steps down.
    await open();
    await opened('', ['Down', 'Down', 'Down', 'Up', 'Return'], 'astronaut.png');
    // What is not there keeps the dialog, and Escape leaves everything as it was.
    await open();
    xdotool('type', '--delay', 30, '/no/such/file.png');
    xdotool('key', 'Return');
    const told = lab.events.length;
    await press(lab, ['Escape'], hides('open-window'));
    assert.ok(!lab.events.slice(told).some(done));
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });
});

/** The last layout of a viewer that made a screenshot, and the picture's size. */
function screenshot(args) {
  const { status, stdout, stderr } = run([...args, '--screenshot', 'small.png', '--events']);
  assert.equal(status, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  const { places } = lines.map((line) => JSON.parse(line)).findLast(({ event }) => event === 'layout');
  const { width, height } = PNG.sync.read(readFileSync(join(folder, 'small.png')));
  return { places, width, height };
}

describe('room', () => {
  for (const size of ['640x480', '900x600', '1440x900']) {
    for (const scale of ['1', '1.5', '2']) {
      test(`at ${size} and scale ${scale} the picture, the counts and the tools stand side by side`, () => {
        const { places, width, height } = screenshot([
          photo,
          '--state',
          'pyramid=off',
          '--size',
          size,
          '--scale',
          scale,
        ]);
        assert.equal(`${width}x${height}`, size);
        const apart = ([ax0, ay0, ax1, ay1], [bx0, by0, bx1, by1]) =>
          ax1 <= bx0 || bx1 <= ax0 || ay1 <= by0 || by1 <= ay0;
        for (const id of ['counts', 'picture', 'toolbar', 'export', 'help', 'fit', 'copy-command']) {
          const [x0, y0, x1, y1] = places[id];
          assert.ok(x0 >= 0 && y0 >= 0 && x1 <= width && y1 <= height, `${id} at ${places[id]}`);
        }
        assert.ok(apart(places.counts, places.picture));
        assert.ok(apart(places.toolbar, places.picture));
        const [x0, y0, x1, y1] = places.picture;
        assert.ok(x1 - x0 >= 0.35 * width && y1 - y0 >= 0.3 * height, `a picture of ${x1 - x0} by ${y1 - y0}`);
      });
    }
  }
});

describe('what was given in vain', () => {
  test('files that are not there are told of in any order, and the others are shown', () => {
    const coffee = join(assets, 'coffee.png');
    for (const files of [
      ['nope.jpg', coffee],
      [coffee, 'nope.jpg'],
    ]) {
      const { status, stderr } = run([...files, '--state', 'pyramid=off', '--screenshot', 'vain.png']);
      assert.equal(status, 1);
      assert.match(stderr, /nope\.jpg: there is no such file/);
      assert.ok(existsSync(join(folder, 'vain.png')));
    }
  });

  test('words about a bad model are gone once a good one is there, be it the one of before', async () => {
    writeFileSync(join(folder, 'broken.onnx'), 'this is no network');
    const lab = new Lab(photo, '--state', 'pyramid=off&model=near-only');
    await lab.done();
    lab.order(`drop ${join(folder, 'broken.onnx')}`);
    await lab.until(shows('error'));
    const told = lab.events.length;
    lab.order(`drop ${photo}`);
    await lab.until(hides('error'), told);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('a file that is no font is told of, and a plain font takes its place', () => {
    writeFileSync(join(folder, 'bad.ttf'), 'no font at all, but long enough to be read as one');
    const args = [photo, '--state', 'pyramid=off', '--screenshot', 'font.png'];
    const { status, stderr } = run(args, { FARSIGHT_FONT: join(folder, 'bad.ttf') });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^farsight-viewer: warning: .*bad\.ttf: is no TrueType or OpenType font/);
  });

  test('nothing is written onto what is read, nor with an ending of another format', () => {
    const own = join(folder, 'own.png');
    copyFileSync(join(assets, 'coffee.png'), own);
    symlinkSync(own, join(folder, 'link.png'));
    const before = readFileSync(own);
    for (const outputs of [
      ['--export', 'own.png'],
      ['--screenshot', 'link.png'],
      ['--screenshot', 'shot.jpg'],
      ['--export', 'table.txt'],
      ['--export', ''],
      ['--export', 'a.json', '--export', './a.json'],
    ]) {
      const { status, stderr } = run(['own.png', '--state', 'pyramid=off', ...outputs]);
      assert.equal(status, 2, `${outputs}: ${stderr}`);
      assert.match(stderr, /--export|--screenshot/);
    }
    assert.deepEqual(readFileSync(own), before);
    assert.ok(!existsSync(join(folder, 'shot.jpg')) && !existsSync(join(folder, 'a.json')));
  });
});
