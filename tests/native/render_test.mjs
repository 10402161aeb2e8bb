// farsight render: pictures, annotations, shards, and going on after a stop.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inflateSync } from 'node:zlib';

const binary = process.env.FARSIGHT_BINARY;
const scratch = mkdtempSync(join(tmpdir(), 'farsight-render-'));
after(() => rmSync(scratch, { recursive: true }));

function render(...options) {
  const { status, stdout, stderr } = spawnSync(binary, ['render', ...options], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

function folder(name) {
  return join(scratch, name);
}

function bytesOf(name) {
  return Object.fromEntries(readdirSync(folder(name)).map((file) => [file, readFileSync(join(folder(name), file))]));
}

const small = ['--size', '160x90', '--count', '6', '--seed', '5'];
assert.equal(render(...small, '--out', folder('whole')).status, 0);
const whole = bytesOf('whole');
const annotations = JSON.parse(whole['annotations.json']);

test('there is a picture a scene, and annotations that name it', () => {
  assert.deepEqual(
    Object.keys(whole).sort(),
    [1, 2, 3, 4, 5, 6].map((id) => `00000${id}.png`).concat('annotations.json'),
  );
  assert.deepEqual(
    annotations.images.map((image) => [image.id, image.file_name, image.width, image.height]),
    [1, 2, 3, 4, 5, 6].map((id) => [id, `00000${id}.png`, 160, 90]),
  );
  assert.deepEqual(
    annotations.categories.map((category) => category.name),
    ['car', 'person', 'cyclist', 'traffic cone', 'stop sign'],
  );
  assert.equal(new Set(annotations.annotations.map((a) => a.id)).size, annotations.annotations.length);
});

test('a picture is a sound PNG of its size', () => {
  const png = whole['000001.png'];
  assert.equal(png.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n');
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [160, 90]);
  const length = png.readUInt32BE(33);
  assert.equal(png.toString('latin1', 37, 41), 'IDAT');
  // A filter byte before each row; inflating checks the sum of the bytes.
  assert.equal(inflateSync(png.subarray(41, 41 + length)).length, 90 * (1 + 3 * 160));
});

test('apparent heights are those of a pinhole camera', () => {
  // A cone is 0.75 m high, the upper edge of a stop sign 2.58 m; no point is farther from the middle than `reach`.
  const shapes = { 4: { height: 0.75, reach: 0.28 }, 5: { height: 2.58, reach: 0.42 } };
  const run = render(
    ...['--size', '640x360', '--count', '4', '--classes', 'traffic-cone,stop-sign', '--out', folder('heights')],
  );
  assert.equal(run.status, 0, run.stderr);
  const { images, annotations: signs } = JSON.parse(readFileSync(join(folder('heights'), 'annotations.json')));
  assert.ok(signs.length > 20);
  // The horizontal field of view is 56 degrees.
  const focal = 320 / Math.tan((28 * Math.PI) / 180);
  assert.ok(Math.abs(images[0].focal_px - focal) <= 0.005);
  for (const sign of signs) {
    const { height, reach } = shapes[sign.category_id];
    const near = sign.distance_m - reach;
    assert.ok(sign.apparent_height_px > (focal * height) / (sign.distance_m + reach) - 0.01, JSON.stringify(sign));
    // Seen from 1.6 m: the foot is lowest where it is nearest, the top highest where it is nearest if it is above.
    const most = 1.6 / near + (height - 1.6) / (height > 1.6 ? near : sign.distance_m + reach);
    assert.ok(sign.apparent_height_px < focal * most + 0.01, JSON.stringify(sign));
  }
});

test('objects hidden for the most part are crowds', () => {
  assert.ok(annotations.annotations.some((a) => a.iscrowd === 1));
  for (const a of annotations.annotations) assert.equal(a.iscrowd, a.visible_fraction < 0.25 ? 1 : 0);
});

test('shards give the same pictures, and their annotations merge to the same bytes', () => {
  for (const shard of ['1/2', '2/2']) {
    assert.equal(render(...small, '--shard', shard, '--threads', '1', '--out', folder('shards')).status, 0);
  }
  const parts = ['annotations-1-of-2.json', 'annotations-2-of-2.json'].map((file) => join(folder('shards'), file));
  const merge = render('--merge', ...parts, '--out', join(folder('shards'), 'annotations.json'));
  assert.equal(merge.status, 0, merge.stderr);
  const shards = bytesOf('shards');
  for (const [file, bytes] of Object.entries(whole)) assert.ok(bytes.equals(shards[file]), file);

  const alone = render('--merge', parts[0], '--out', join(scratch, 'alone.json'));
  assert.equal(alone.status, 1);
  assert.match(alone.stderr, /of 2 shards these are missing: 2/);
  const twice = render('--merge', parts[0], parts[0], '--out', join(scratch, 'twice.json'));
  assert.equal(twice.status, 1);
  assert.match(twice.stderr, /annotations-1-of-2.json: is the same shard as/);
});

test('a run that was stopped in the middle of a line goes on to the same bytes', () => {
  // What a stop leaves: some pictures, and a log that ends within a line.
  assert.equal(render(...small, '--out', folder('stopped')).status, 0);
  const { info, images, annotations: truths } = JSON.parse(bytesOf('stopped')['annotations.json']);
  const line = (image) =>
    JSON.stringify({ id: image.id, image, annotations: truths.filter((a) => a.image_id === image.id) });
  // JSON.stringify writes whole numbers without a fraction.
  const head = JSON.stringify(info).replace('"noise":1}', '"noise":1.0}');
  const log = [head, line(images[3]), line(images[0]), line(images[1]).slice(0, 60)].join('\n');
  unlinkSync(join(folder('stopped'), 'annotations.json'));
  for (const id of [2, 3, 5, 6]) unlinkSync(join(folder('stopped'), `00000${id}.png`));
  writeFileSync(join(folder('stopped'), 'annotations.part'), log);
  const again = render(...small, '--out', folder('stopped'));
  assert.equal(again.status, 0, again.stderr);
  const stopped = bytesOf('stopped');
  assert.deepEqual(Object.keys(stopped), Object.keys(whole));
  for (const file of Object.keys(whole).filter((name) => name.endsWith('.png'))) {
    assert.ok(whole[file].equals(stopped[file]), file);
  }
  assert.deepEqual(JSON.parse(stopped['annotations.json']), annotations);
});

test('a finished run is left as it is, and a lost picture is drawn again', () => {
  assert.equal(render(...small, '--out', folder('lost')).status, 0);
  unlinkSync(join(folder('lost'), '000004.png'));
  assert.equal(render(...small, '--out', folder('lost')).status, 0);
  const lost = bytesOf('lost');
  for (const file of Object.keys(whole)) assert.ok(whole[file].equals(lost[file]), file);
});

test('other scenes are not mixed into a folder', () => {
  const other = render(...small, '--noise', '0', '--out', folder('whole'));
  assert.equal(other.status, 1);
  assert.match(other.stderr, /annotations.json: holds other scenes; give --out another folder/);
  assert.deepEqual(Object.keys(bytesOf('whole')), Object.keys(whole));
});

test('a damaged log is refused by name', () => {
  assert.equal(render(...small, '--out', folder('damaged')).status, 0);
  const { info } = JSON.parse(bytesOf('damaged')['annotations.json']);
  const head = JSON.stringify(info).replace('"noise":1}', '"noise":1.0}');
  unlinkSync(join(folder('damaged'), 'annotations.json'));
  writeFileSync(join(folder('damaged'), 'annotations.part'), `${head}\n{"id":1,"ima\n`);
  const refused = render(...small, '--out', folder('damaged'));
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /annotations.part: line 2 is damaged/);
});

test('options that make no sense are named', () => {
  const cases = [
    [['--size', '100'], /--size 100: write width x height/],
    [['--distance', '90..6'], /--distance 90..6: .*the smaller first/],
    [['--distance', '0.5'], /min_distance_m/],
    [['--classes', 'cat'], /--classes: .*"cat"; choose one of: car/],
    [['--weather', 'snow'], /--weather: .*"snow"/],
    [['--objects', '4..201'], /--objects must be 0 to 200/],
    [['--shard', '3/2'], /--shard 3\/2/],
    [['--field-of-view', '170'], /field_of_view_deg/],
  ];
  for (const [options, message] of cases) {
    const { status, stderr } = render(...options, '--count', '1', '--out', folder('misused'));
    assert.equal(status, 2, options.join(' '));
    assert.match(stderr, message);
  }
  assert.match(render('--count', '1').stderr, /give --out FOLDER/);
});
