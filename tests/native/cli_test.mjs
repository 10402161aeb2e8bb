// The command's contract, from the outside: what goes in, what comes out, and every way to misuse it.
// Needs FARSIGHT_BINARY and FARSIGHT_TINY (the program that writes a tiny detector).
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { tinyCard } from './tiny/tiny_card.mjs';

const binary = process.env.FARSIGHT_BINARY;
const assets = process.env.FARSIGHT_TEST_ASSETS ?? '';
let folder;
let photo;
let model;
let nanModel;

/** A PNM picture with a slope of grey. */
function picture(width, height) {
  const header = Buffer.from(`P5 ${width} ${height} 255\n`);
  const pixels = Buffer.alloc(width * height);
  for (let i = 0; i < pixels.length; ++i) pixels[i] = (i * 7) % 256;
  return Buffer.concat([header, pixels]);
}

function write(name, bytes) {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

function farsight(...words) {
  const ran = spawnSync(binary, words, { encoding: 'utf8', maxBuffer: 1 << 28, cwd: folder });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** Fails with this code, says something that matches, and prints no result. */
function assertRefused(ran, code, words) {
  assert.equal(ran.code, code, ran.err);
  assert.match(ran.err, words);
  assert.match(ran.err, /^farsight: /m);
  assert.equal(ran.out, '');
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'farsight-cli-'));
  photo = write('photo.pgm', picture(64, 48));
  model = join(folder, 'tiny.onnx');
  nanModel = join(folder, 'broken', 'tiny.onnx');
  mkdirSync(join(folder, 'broken'));
  execFileSync(process.env.FARSIGHT_TINY, [model]);
  execFileSync(process.env.FARSIGHT_TINY, [nanModel, 'nan']);
  write('tiny.card.json', JSON.stringify(tinyCard()));
  write('broken/tiny.card.json', JSON.stringify(tinyCard()));
});

after(() => rmSync(folder, { recursive: true, force: true }));

describe('detect', () => {
  test('prints a table by default and nothing on stderr', () => {
    const ran = farsight('detect', photo, '--model', model);
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, /photo\.pgm {2}64 x 48/);
    assert.match(ran.out, /Patch/);
    assert.equal(ran.err, '');
  });

  test('prints JSON of the contract', () => {
    const ran = farsight('detect', photo, '--model', model, '--format', 'json');
    assert.equal(ran.code, 0, ran.err);
    const { schema, images } = JSON.parse(ran.out);
    assert.equal(schema, 'farsight.detections/1');
    assert.equal(images.length, 1);
    const [image] = images;
    assert.deepEqual([image.file, image.width, image.height, image.model], [photo, 64, 48, 'tiny']);
    assert.equal(image.plan.pixel_ratio, image.plan.tiles);
    for (const stage of ['total', 'decode_image', 'preprocess', 'network', 'decode_heads', 'merge']) {
      assert.ok(image.timing_ms[stage] >= 0, stage);
    }
    assert.ok(image.detections.length > 0);
    for (const { label, score, box, level, tile, truncated } of image.detections) {
      assert.equal(label, 'Patch');
      assert.ok(score >= 0.3 && score <= 1);
      assert.ok(box[0] < box[2] && box[1] < box[3] && box[2] <= 64 && box[3] <= 48);
      assert.ok(level >= 0 && level < image.plan.levels && tile >= 0 && tile < image.plan.tiles);
      assert.equal(typeof truncated, 'boolean');
    }
  });

  test('prints a COCO results array, numbered by the stem and by an annotation file', () => {
    const numbered = write('000000000139.pgm', picture(64, 48));
    const [first] = JSON.parse(farsight('detect', numbered, '--model', model, '--format', 'coco').out);
    assert.deepEqual(Object.keys(first), ['image_id', 'category_id', 'category_name', 'bbox', 'score']);
    assert.equal(first.image_id, 139);
    assert.equal(first.category_id, 0);
    assert.equal(first.category_name, 'Patch');
    const categories = write('categories.json', JSON.stringify({ categories: [{ id: 44, name: 'person' }] }));
    const ran = farsight('detect', numbered, '--model', model, '--format', 'coco', '--categories', categories);
    assert.equal(JSON.parse(ran.out)[0].category_id, 44);
  });

  test('--pyramid off runs one tile, more levels run more', () => {
    const plan = (...words) =>
      JSON.parse(farsight('detect', photo, '--model', model, '--format', 'json', ...words).out).images[0].plan;
    const { full_pixel_ratio: full, regions, ...off } = plan('--pyramid', 'off');
    assert.deepEqual(off, { tiles: 1, levels: 1, pixel_ratio: 1 });
    assert.equal(regions.length, 1);
    assert.deepEqual(regions[0].slice(0, 3), [0, 0, 0]);
    assert.equal(full, plan().full_pixel_ratio);
    assert.ok(full > 1);
    const three = plan('--pyramid', 'full', '--levels', '3', '--finest-zoom', '0.5');
    assert.equal(three.levels, 3);
    assert.ok(three.tiles > 12);
  });

  test('gives the same detections for one thread and for four', () => {
    const found = (threads) =>
      JSON.parse(farsight('detect', photo, '--model', model, '--format', 'json', '--threads', threads).out).images[0]
        .detections;
    assert.deepEqual(found('1'), found('4'));
  });

  test('--out writes the file whole and keeps stdout empty', () => {
    const file = join(folder, 'results.json');
    const ran = farsight('detect', photo, '--model', model, '--format', 'json', '--out', file);
    assert.deepEqual([ran.code, ran.out, ran.err], [0, '', '']);
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).images.length, 1);
  });

  test('--annotate writes a PNG for each picture, also for equal stems', () => {
    mkdirSync(join(folder, 'twin'), { recursive: true });
    const twin = write('twin/photo.pgm', picture(32, 32));
    const drawn = join(folder, 'drawn');
    const ran = farsight('detect', photo, twin, '--model', model, '--annotate', drawn);
    assert.equal(ran.code, 0, ran.err);
    assert.deepEqual(readdirSync(drawn).sort(), ['photo-2.png', 'photo.png']);
    assert.equal(readFileSync(join(drawn, 'photo.png')).subarray(1, 4).toString(), 'PNG');
  });

  test('takes a folder for the pictures in it', () => {
    mkdirSync(join(folder, 'album'), { recursive: true });
    write('album/b.pgm', picture(20, 20));
    write('album/a.pgm', picture(20, 20));
    write('album/notes.txt', 'no picture');
    const ran = farsight('detect', join(folder, 'album'), '--model', model, '--format', 'json');
    assert.deepEqual(
      JSON.parse(ran.out).images.map((image) => image.file.split('/').pop()),
      ['a.pgm', 'b.pgm'],
    );
  });

  test('every merge method and filter runs', () => {
    // As the help lists them: a method that is added is run here, too.
    const help = farsight('detect', '--help').out.replace(/\s+/g, ' ');
    const methods = /keep-best(?:, [\w-]+)* or [\w-]+/.exec(help)[0].split(/, | or /);
    assert.ok(methods.length >= 5, methods.join());
    for (const method of methods) {
      assert.equal(farsight('detect', photo, '--model', model, '--merge', method).code, 0, method);
    }
    for (const filter of ['triangle', 'area', 'lanczos3', 'bilinear']) {
      assert.equal(farsight('detect', photo, '--model', model, '--filter', filter).code, 0, filter);
    }
  });

  test('warns of NaN and drops what it touches', () => {
    const ran = farsight('detect', photo, '--model', nanModel, '--format', 'json', '--pyramid', 'off');
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.err, /warning: .*photo\.pgm: 1 candidate.*NaN/);
    assert.equal(JSON.parse(ran.out).images[0].detections.length, 3);
  });

  test('a bad picture in a batch is reported and the rest are done', () => {
    const bad = write('bad.jpg', 'no picture at all');
    const out = join(folder, 'batch.json');
    const ran = farsight('detect', bad, photo, '--model', model, '--format', 'json', '--out', out);
    assert.equal(ran.code, 1);
    assert.match(ran.err, /bad\.jpg/);
    assert.equal(JSON.parse(readFileSync(out, 'utf8')).images.length, 1);
  });

  test('extreme shapes are pictures too', () => {
    for (const [width, height] of [
      [1, 1],
      [1, 20000],
      [20000, 1],
    ]) {
      const ran = farsight('detect', write(`s${width}.pgm`, picture(width, height)), '--model', model);
      assert.ok(ran.code === 0 || ran.code === 1, `${width}x${height}: ${ran.err}`);
      if (ran.code === 1) assert.match(ran.err, /farsight: .*\.pgm: .+/);
    }
  });

  test('an interrupt stops it and leaves what is done, or nothing when nothing is', async () => {
    const album = join(folder, 'long');
    mkdirSync(album, { recursive: true });
    for (let i = 0; i < 100; ++i) writeFileSync(join(album, `${i}.pgm`), picture(64, 64));
    const out = join(folder, 'long.json');
    const words = [
      '--model',
      model,
      '--format',
      'json',
      '--out',
      out,
      '--threads',
      '1',
      '--pyramid',
      'full',
      '--levels',
      '2',
      '--finest-zoom',
      '4',
    ];
    const child = spawn(binary, ['detect', album, ...words]);
    let err = '';
    child.stderr.on('data', (text) => (err += text));
    setTimeout(() => child.kill('SIGINT'), 700);
    const code = await new Promise((done) => child.on('close', done));
    assert.equal(code, 1, err);
    const done = Number(err.match(/interrupted: (\d+) of 100 pictures/)[1]);
    assert.equal(existsSync(out), done > 0);
    if (done > 0) assert.equal(JSON.parse(readFileSync(out, 'utf8')).images.length, done);
  });
});

describe('what bad input gets', () => {
  test('pictures: words that name the file, exit 1, no output file', () => {
    const out = join(folder, 'none.json');
    const cases = [
      ['empty.jpg', Buffer.alloc(0), /empty\.jpg: is empty/],
      ['words.png', Buffer.from('these are only words'), /words\.png: is not a picture/],
      ['cut.pgm', picture(64, 48).subarray(0, 100), /cut\.pgm: is truncated/],
      ['huge.png', hugePng(), /huge\.png: .*(too large|over the limit)/],
      ['web.webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 '), /web\.webp: is truncated/],
    ];
    for (const [name, bytes, words] of cases) {
      const ran = farsight('detect', write(name, bytes), '--model', model, '--format', 'json', '--out', out);
      assertRefused(ran, 1, words);
      assert.ok(!existsSync(out), name);
    }
    assertRefused(farsight('detect', 'missing.jpg', '--model', model), 1, /missing\.jpg: .*No such file/);
  });

  test('models: words that name the file, exit 1', () => {
    const good = readFileSync(model);
    const cases = [
      ['empty.onnx', Buffer.alloc(0), /empty\.onnx: is empty/],
      ['words.onnx', Buffer.from('these are only words'), /words\.onnx: .*cannot load/],
      ['cut.onnx', good.subarray(0, good.length / 2), /cut\.onnx: /],
      ['noise.tflite', Buffer.alloc(500, 0xab), /noise\.tflite: /],
      ['empty.tflite', Buffer.alloc(0), /empty\.tflite: /],
      ['model.bin', Buffer.from('x'), /model\.bin: .*\.onnx/],
      ['not.json', Buffer.from('{'), /not\.json: /],
    ];
    for (const [name, bytes, words] of cases) {
      const file = write(name, bytes);
      assertRefused(farsight('detect', photo, '--model', file), 1, words);
      assertRefused(farsight('inspect', file), 1, words);
    }
    assertRefused(farsight('inspect', 'no_such_model'), 1, /no_such_model: .*no model of that name/);
    assertRefused(farsight('inspect', './none.onnx'), 1, /none\.onnx: there is no such file/);
  });

  test('a card that does not fit its network is named', () => {
    mkdirSync(join(folder, 'misfit'), { recursive: true });
    writeFileSync(join(folder, 'misfit/tiny.onnx'), readFileSync(model));
    const card = tinyCard();
    card.heads.anchors.layers[0].rows = 3;
    writeFileSync(join(folder, 'misfit/tiny.card.json'), JSON.stringify(card));
    assertRefused(farsight('detect', photo, '--model', 'misfit/tiny.onnx'), 1, /tiny\.card\.json: .*(6|4)/);
  });

  test('a missing network of a card names the remedy', () => {
    mkdirSync(join(folder, 'lone'), { recursive: true });
    const card = write('lone/lone.json', JSON.stringify({ ...tinyCard(), file: 'gone.onnx' }));
    assertRefused(
      farsight('inspect', card),
      1,
      /lone\.json: its network gone\.onnx is missing\. Put it beside its card/,
    );
  });

  test('import refuses what is no TFLite and writes nothing', () => {
    const file = write('bad.tflite', Buffer.alloc(1000, 7));
    const out = join(folder, 'bad-import.onnx');
    assertRefused(farsight('import', file, '-o', out), 1, /bad\.tflite: /);
    assert.ok(!existsSync(out));
  });

  test('a full disk is an error on every way out', { skip: !existsSync('/dev/full') }, () => {
    const words = ['detect', photo, '--model', model, '--format', 'json'];
    assertRefused(farsight(...words, '--out', '/dev/full'), 1, /\/dev\/full: cannot write it: No space left/);
    const shell = spawnSync('/bin/sh', ['-c', '"$0" "$@" > /dev/full', binary, ...words], { encoding: 'utf8' });
    assert.equal(shell.status, 1);
    assert.match(shell.stderr, /standard output: No space left/);
  });

  test('an output folder that does not exist is told before any work', () => {
    assertRefused(farsight('detect', photo, '--model', model, '--out', 'none/a.json'), 1, /none\/a\.json: its folder/);
  });

  test('misuse exits 2 and says how', () => {
    const misuses = [
      [],
      ['detect'],
      ['dance'],
      ['detect', photo, '--pyramid', 'maybe'],
      ['detect', photo, '--levels', '9'],
      ['detect', photo, '--finest-zoom', 'far'],
      ['detect', photo, '--overlap', '0.9'],
      ['detect', photo, '--score', '1.5'],
      ['detect', photo, '--iou', '-1'],
      ['detect', photo, '--merge', 'best'],
      ['detect', photo, '--filter', 'nearest'],
      ['detect', photo, '--threads', '-2'],
      ['detect', photo, '--format', 'xml'],
      ['detect', photo, '--wrong'],
      ['import', 'a.tflite'],
      ['inspect'],
    ];
    for (const words of misuses) assertRefused(farsight(...words), 2, /./);
  });

  test('annotating must not overwrite the picture', () => {
    const drawn = join(folder, 'own');
    mkdirSync(drawn, { recursive: true });
    farsight('detect', photo, '--model', model, '--annotate', drawn);
    const png = join(drawn, 'photo.png');
    assertRefused(farsight('detect', png, '--model', model, '--annotate', drawn), 2, /overwrite/);
  });
});

/** The header of a PNG that claims 60,000 by 60,000 pixels. */
function hugePng() {
  const bytes = Buffer.alloc(45);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(60000, 16);
  bytes.writeUInt32BE(60000, 20);
  bytes[24] = 8;
  bytes[25] = 2;
  bytes.write('IDAT', 37);
  return bytes;
}

describe('help and inspect', () => {
  test('every command has help with an example on stdout', () => {
    for (const words of [['--help'], ['detect', '--help'], ['inspect', '--help'], ['import', '--help']]) {
      const ran = farsight(...words);
      assert.equal(ran.code, 0);
      assert.match(ran.out, /Example:\n {2}farsight /);
    }
    assert.match(farsight('--version').out, /^farsight \d+\.\d+\.\d+/);
  });

  test('inspect tells the input, the heads, the anchors and the blind spot', () => {
    const ran = farsight('inspect', model);
    assert.equal(ran.code, 0, ran.err);
    for (const words of [/image {2}float32 1x8x8x3/, /Anchors: 4/, /720p/, /1080p/, /4K/]) assert.match(ran.out, words);
    const json = JSON.parse(farsight('inspect', model, '--format', 'json').out);
    assert.equal(json.anchors.count, 4);
    // The 4 x 4 anchor in an 8 x 8 input: IoU 0.5 at w * h = 8 of 16. Stretched from 1280 x 720 a square of
    // side s becomes s / 160 by s / 90 there, so s = sqrt(8 * 160 * 90) = 339.4.
    assert.ok(Math.abs(json.blind_spot[0].full_frame_px - 339.5) <= 0.2, json.blind_spot[0].full_frame_px);
  });
});

describe('the real model', { skip: !existsSync(join(assets, 'ssd_mobilenet_v2_oidv4.tflite')) }, () => {
  test('imports to a file that detects the same', () => {
    const imported = join(folder, 'ssd.onnx');
    const ran = farsight('import', join(assets, 'ssd_mobilenet_v2_oidv4.tflite'), '-o', imported);
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, /241 operators/);
    const detections = (...words) =>
      JSON.parse(farsight('detect', join(assets, 'kite.jpg'), '--format', 'json', ...words).out).images[0].detections;
    const byName = detections();
    assert.ok(byName.length > 5);
    const guessed = detections('--model', imported);
    assert.deepEqual(
      guessed.map(({ score, box }) => ({ score, box })),
      byName.map(({ score, box }) => ({ score, box })),
    );
  });

  test('the pyramid recovers far people', () => {
    const counts = (...words) =>
      JSON.parse(farsight('detect', join(assets, 'kite.jpg'), '--format', 'json', ...words).out).images[0].counts;
    const full = counts('--pyramid', 'off');
    const pyramid = counts();
    assert.equal(full.recovered, 0);
    assert.ok(pyramid.total > full.total);
    assert.ok(pyramid.recovered > 0);
  });
});
