// Long work shows its results as they come, and keeps them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, unlinkSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { assertRefused, picture, Workplace } from './workplace.mjs';

let place;
before(() => {
  place = new Workplace('stream');
  place.album('album', 60);
});
after(() => place.close());

/** Some thousand tiles a picture: slow enough to be interrupted. */
const slow = ['--threads', '1', '--levels', '2', '--finest-zoom', '4'];
const detect = (...words) => ['detect', 'album', '--model', 'tiny.onnx', ...words];

/** Runs until it has printed `bytes` bytes, then does `act` with the child; gives what came. */
async function until(bytes, words, act) {
  const child = place.start(...words);
  let out = '';
  let err = '';
  let acted = false;
  child.stdout.on('data', (text) => {
    out += text;
    if (!acted && out.length >= bytes) {
      acted = true;
      act(child);
    }
  });
  child.stderr.on('data', (text) => (err += text));
  const code = await new Promise((done) => child.on('close', done));
  return { code, out, err };
}

/** Interrupts when `done` pictures or frames stand in the state's file. */
async function interruptedAfter(done, words, part = 'work/detect.part') {
  const child = place.start(...words);
  let err = '';
  child.stderr.on('data', (text) => (err += text));
  let out = '';
  child.stdout.on('data', (text) => (out += text));
  const file = place.path(part);
  const timer = setInterval(() => {
    const lines = existsSync(file) ? place.text(part).split('\n').length - 2 : 0;
    if (lines < done) return;
    // Once: a second one would end it at once.
    clearInterval(timer);
    child.kill('SIGINT');
  }, 20);
  const code = await new Promise((end) => child.on('close', end));
  clearInterval(timer);
  return { code, out, err };
}

describe('detect', () => {
  test('prints tables, CSV and JSON lines as each picture is done, and says at an interrupt how many', async () => {
    for (const format of ['table', 'csv', 'jsonl']) {
      const ran = await until(100, detect('--format', format, ...slow), (child) => child.kill('SIGINT'));
      assert.equal(ran.code, 1, format);
      const done = Number(ran.err.match(/interrupted: (\d+) of 60 pictures (?:was|were) done, and were written\./)[1]);
      assert.ok(done >= 1 && done < 60, ran.err);
      const seen = new Set(ran.out.match(/\d{3}\.pgm/g));
      assert.equal(seen.size, done);
      assert.match(ran.err, /With --state DIR the same command would continue there/);
    }
  });

  test('writes JSON whole at an interrupt, with what is done', async () => {
    rmSync(place.path('work'), { recursive: true, force: true });
    const words = detect('--out', 'done.json', '--annotate', 'drawn', '--state', 'work', ...slow);
    const ran = await interruptedAfter(2, words);
    assert.equal(ran.code, 1);
    const { images } = JSON.parse(place.text('done.json'));
    assert.ok(images.length >= 2 && images.length < 60);
    assert.match(
      ran.err,
      new RegExp(
        `interrupted: ${images.length} of 60 pictures were done, and are in done\\.json; their annotated pictures are in drawn\\. The same command continues there\\.`,
      ),
    );
    assert.ok(readdirSync(place.path('drawn')).length >= images.length);
    assert.deepEqual(
      readdirSync(place.folder).filter((name) => name.startsWith('.farsight')),
      [],
    );
  });

  test('goes on from its state, to the same results', async () => {
    rmSync(place.path('work'), { recursive: true, force: true });
    const words = detect('--format', 'json', '--state', 'work', ...slow);
    const first = await interruptedAfter(3, words);
    assert.equal(first.code, 1);
    const kept = JSON.parse(first.out).images;
    assert.ok(kept.length >= 3 && kept.length < 60);
    const short = detect('--format', 'json', '--state', 'work', ...slow);
    const second = place.farsight(...short);
    assert.equal(second.code, 0, second.err);
    const { images } = JSON.parse(second.out);
    assert.equal(images.length, 60);
    // Times too: what was kept was not run again.
    assert.deepEqual(images.slice(0, kept.length), kept);
    assert.equal(place.farsight(...short).out, second.out);
  });

  test('a state of other options is refused, another format is not', () => {
    const words = ['detect', 'photo.pgm', '--model', 'tiny.onnx', '--state', 'other'];
    assert.equal(place.farsight(...words).code, 0);
    assert.equal(place.farsight(...words, '--format', 'csv').code, 0);
    assertRefused(place.farsight(...words, '--levels', '2'), 1, /belongs to a run with another model or other options/);
  });

  test('a picture that has changed is looked at again, and one that was deleted is drawn again', () => {
    place.write('changing.pgm', picture(64, 48));
    const words = ['detect', 'changing.pgm', '--model', 'tiny.onnx', '--state', 'fresh', '--annotate', 'redrawn'];
    assert.equal(place.farsight(...words).code, 0);
    unlinkSync(place.path('redrawn/changing.png'));
    assert.equal(place.farsight(...words).code, 0);
    assert.deepEqual(readdirSync(place.path('redrawn')), ['changing.png']);
    place.write('changing.pgm', picture(20, 20));
    assert.match(place.farsight(...words).out, /20 x 20/);
  });

  test('reads a picture from standard input and writes to standard output where - stands', () => {
    const ran = place.fed(picture(64, 48), 'detect', '-', '--model', 'tiny.onnx', '--out', '-', '--format', 'json');
    assert.equal(ran.code, 0, ran.err);
    const [image] = JSON.parse(ran.out).images;
    assert.deepEqual([image.file, image.width, image.height], ['-', 64, 48]);
    assert.ok(!existsSync(place.path('-')));
    assertRefused(place.fed('', 'detect', '-', '-', '--model', 'tiny.onnx'), 2, /standard input holds one picture/);
    const drawn = place.fed(picture(64, 48), 'detect', '-', '--model', 'tiny.onnx', '--annotate', 'from-input');
    assert.equal(drawn.code, 0, drawn.err);
    assert.deepEqual(readdirSync(place.path('from-input')), ['stdin.png']);
  });
});

describe('a measurement that is interrupted', () => {
  test('reports on the pictures that eval has looked at, and says how many', async () => {
    const images = Array.from({ length: 60 }, (_, i) => {
      return { id: i + 1, file_name: `${String(i).padStart(3, '0')}.pgm`, width: 64, height: 64 };
    });
    const annotations = images.map(({ id }) => {
      return { id, image_id: id, category_id: 1, bbox: [8, 8, 40, 40], area: 1600, iscrowd: 0 };
    });
    place.write('people.json', JSON.stringify({ images, annotations, categories: [{ id: 1, name: 'person' }] }));
    const words = [
      'eval',
      '--images',
      'album',
      '--annotations',
      'people.json',
      '--model',
      'tiny.onnx',
      '--state',
      'judged',
    ];
    const kept = ['--out', 'report.json', '--pyramid', 'full', ...slow];
    const ran = await interruptedAfter(2, [...words, ...kept], 'judged/eval-1-of-1.part');
    assert.equal(ran.code, 1, ran.err);
    const report = JSON.parse(place.text('report.json'));
    assert.ok(report.images >= 2 && report.images < 60, report.images);
    assert.equal(report.truths, report.images);
    assert.deepEqual(report.interrupted, { images_asked: 60 });
    const said = `interrupted: the report is of the first ${report.images} of 60 images. The same command continues there.`;
    assert.ok(ran.err.includes(said), ran.err);
  });

  test('reports on the frames that sweep has looked at, and says how many', async () => {
    const words = ['sweep', '--count', '60', '--classes', 'person', '--model', 'tiny.onnx', '--state', 'swept/'];
    mkdirSync(place.path('swept'));
    const kept = ['--out', 'sweep.json', '--figure', 'sweep.svg', '--pyramid', 'full', '--threads', '1'];
    const ran = await interruptedAfter(3, [...words, ...kept], 'swept/sweep.part');
    assert.equal(ran.code, 1, ran.err);
    const report = JSON.parse(place.text('sweep.json'));
    assert.ok(report.frames >= 3 && report.frames < 60, report.frames);
    assert.deepEqual(report.interrupted, { frames_asked: 60 });
    const said = `interrupted: the report is of ${report.frames} of 60 frames. The same command continues there.`;
    assert.ok(ran.err.includes(said), ran.err);
    assert.ok(existsSync(place.path('sweep.svg')));
  });
});

describe('standard output', () => {
  test('a reader that goes away ends the work at once', () => {
    for (const format of ['table', 'json']) {
      const words = `detect album --model tiny.onnx --format ${format} --annotate gone-${format} ${slow.join(' ')}`;
      const reader = format === 'json' ? 'true' : 'head -1';
      const ran = place.shell(`"$F" ${words} 2> gone.err | ${reader}; echo "code \${PIPESTATUS[0]}"`);
      assert.match(ran.out, /code 1\n$/);
      assert.match(place.text('gone.err'), /nobody reads standard output any more; stopped after \d+ of 60 pictures/);
      assert.ok(readdirSync(place.path(`gone-${format}`)).length < 60);
    }
  });

  test('that is closed is an error, and no file gets the text', () => {
    for (const words of [
      'detect photo.pgm --model tiny.onnx',
      '--help',
      'detect --help',
      '--version',
      'inspect tiny.onnx',
    ]) {
      const ran = place.shell(`"$F" ${words} >&-`);
      assert.equal(ran.code, 1, words);
      assert.match(ran.err, /cannot write to standard output/);
    }
  });

  test('that is full is an error, also for help', { skip: !existsSync('/dev/full') }, () => {
    for (const words of ['detect photo.pgm --model tiny.onnx', '--help', 'sweep --help', '--version']) {
      const ran = place.shell(`"$F" ${words} > /dev/full`);
      assert.equal(ran.code, 1, words);
      assert.match(ran.err, /cannot write to standard output: No space left/);
    }
  });

  test('that nobody reads is an error for help', () => {
    const ran = place.shell(`"$F" --help 2> help.err | true; echo "\${PIPESTATUS[0]}"`);
    // The pipe may have taken all before its reader left.
    assert.ok(ran.out === '0\n' || /cannot write to standard output: Broken pipe/.test(place.text('help.err')));
  });

  test('a closed standard error stops nothing', () => {
    const ran = place.shell(`"$F" detect photo.pgm --model tiny.onnx --format csv 2>&-`);
    assert.equal(ran.code, 0);
    assert.match(ran.out, /^file,label,score/);
  });
});
