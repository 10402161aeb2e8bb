// The core's WebAssembly builds under Node, through the page's own binding: the same bits as the native build, and
// words where something is wrong. Wants the builds of scripts/site, and build/release/bin/bits or, in
// FARSIGHT_FINGERPRINTS, a file of what that printed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cardText = readFileSync(`${root}/assets/cards/ssd_mobilenet_v2_oidv4.json`, 'utf8');
const kBuilds = { simd: 'web', scalar: 'web-scalar' };
const wasm = (build) => readFileSync(`${root}/build/${kBuilds[build]}/bin/farsight.wasm`);

const fingerprints = process.env.FARSIGHT_FINGERPRINTS
  ? readFileSync(process.env.FARSIGHT_FINGERPRINTS, 'utf8')
  : execFileSync(`${root}/build/release/bin/bits`, [`${root}/assets/cards`], { encoding: 'utf8' });

/** What the native build has computed: name to fingerprint. */
const native = new Map(
  fingerprints
    .trim()
    .split('\n')
    .map((line) => line.split(' ')),
);

/** A module of its own for each build: it loads once. */
async function coreOf(build) {
  const core = await import(`../../web/core/farsight.mjs?${build}`);
  await core.load(async () => wasm(build), { simd: build === 'simd' });
  return core;
}

/** FNV-1a, as in tests/bits/bits.h. */
class Fingerprint {
  hash = 2166136261;
  addBytes(bytes) {
    for (const byte of bytes) this.hash = Math.imul(this.hash ^ byte, 16777619) >>> 0;
  }
  add(values) {
    this.addBytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  get text() {
    return this.hash.toString(16).padStart(8, '0');
  }
}

class Noise {
  state = 1;
  next() {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return this.state;
  }
  between(low, high) {
    return Math.fround(low + Math.fround((high - low) * Math.fround((this.next() >>> 8) / 16777216)));
  }
}

/** The picture of tests/bits/main.cpp. */
function pictureOf(width, height) {
  const pixels = new Uint8Array(4 * width * height);
  const noise = new Noise();
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      pixels.set([(3 * x + y) & 255, (x + 5 * y) & 255, noise.next() >>> 24, 255], at);
    }
  }
  return pixels;
}

const floats = (noise, count, low, high) => Float32Array.from({ length: count }, () => noise.between(low, high));
const kPlan = { pyramid: true, full: true, levels: 2, finestZoom: 1, overlap: 0.25, filter: 'triangle' };
const { heads } = JSON.parse(cardText);

function absorbNoise(run, card) {
  const noise = new Noise();
  const { anchors } = card.describe();
  for (let batch = run.next(1); batch; batch = run.next(1)) {
    const boxes = floats(noise, 4 * anchors, -2, 2);
    const scores = floats(noise, heads.classes_count * anchors, -9, 1);
    run.absorb(batch, [
      { name: heads.boxes, values: boxes, shape: [1, anchors, 4] },
      { name: heads.scores, values: scores, shape: [1, anchors, heads.classes_count] },
    ]);
  }
}

/** The passes of shaders/preprocess.wgsl over CoreRun.tables(), in plain integers; RGB bytes of a tile. */
function shaderOf(tables, tile, pixels, photoWidth, width, height, pad) {
  const axis = (half) => {
    const [first, last, source, span, taps, starts, weights] = tables.subarray(16 * tile + 8 * half);
    return { first, last, source, span, taps, starts, weights };
  };
  const [columns, rows] = [axis(0), axis(1)];
  const inside = ({ first, last }, output) => output >= first && output < last;
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const between = (row, column, channel) => {
    let sum = 1 << 7;
    for (let k = 0; k < rows.taps; k += 1) {
      const y = rows.source + Math.min(tables[rows.starts + row] + k, rows.span - 1);
      sum +=
        pixels[4 * (y * photoWidth + columns.source + column) + channel] * tables[rows.weights + row * rows.taps + k];
    }
    return clamp(sum >> 8, -32768, 32767);
  };
  const out = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const at = 3 * (y * width + x) + channel;
        out[at] = pad[channel];
        if (!inside(columns, x) || !inside(rows, y)) continue;
        const output = x - columns.first;
        let sum = 1 << 19;
        for (let k = 0; k < columns.taps; k += 1) {
          const column = Math.min(tables[columns.starts + output] + k, columns.span - 1);
          sum += between(y - rows.first, column, channel) * tables[columns.weights + output * columns.taps + k];
        }
        out[at] = clamp(sum >> 20, 0, 255);
      }
    }
  }
  return out;
}

for (const build of Object.keys(kBuilds)) {
  describe(`the core for the web (${build})`, () => {
    it('writes the exports that the command writes, byte for byte', async () => {
      // tests/lab/export/export_test.cpp compares the command's with the same files.
      const { CoreCard, CoreRun } = await coreOf(build);
      const golden = (name) => readFileSync(`${root}/tests/golden/${name}`, 'utf8');
      const card = CoreCard.read(golden('export_card.json'));
      const run = CoreRun.create(card, 128, 128, kPlan);
      const tiles = run.plan().tiles.length / 4;
      for (let batch = run.next(1); batch; batch = run.next(1)) {
        const scores = new Float32Array(32);
        if (batch.first === 0) scores[1] = 0.6;
        if (batch.first + 1 === tiles) scores[31] = 0.8;
        run.absorb(batch, [
          { name: 'boxes', values: new Float32Array(64), shape: [1, 16, 4] },
          { name: 'scores', values: scores, shape: [1, 16, 2] },
        ]);
      }
      run.decide({ method: 'keep-best', overlap: 0.5, minScore: 0.3 });
      assert.deepEqual(run.counts(), { fullFrame: 1, recovered: 1, total: 2, fullFrameAlone: 1 });
      const times = {
        decodeImage: 1.5,
        preprocess: 2.25,
        network: 1234.5678,
        decodeHeads: 0.125,
        merge: 0.0625,
        total: 700,
      };
      assert.equal(run.export('json', card, 'street.png', times), golden('export.json'));
      assert.equal(run.export('csv', card, 'street.png', times), golden('export.csv'));
      const words = run.words(card, times, true, 4);
      assert.deepEqual(words.cost[0], { text: 'Render the scene', number: '1.50 ms', share: 1.5 / 1234.5678 });
      assert.equal(words.cost[2].number, '1\u202f235 ms');
      assert.deepEqual(words.list[1], ['42 %', '32 px']);
      assert.equal(words.levels[0].name, 'Full frame');
      assert.match(words.facts[0], /^Tiles run 4 at a time/);
      run.free();
      card.free();
    });

    it('gives the native build’s bits: tensors, candidates, detections, the dolly', async () => {
      const { CoreCard, CoreImage, CoreRun } = await coreOf(build);
      const card = CoreCard.read(cardText);
      const photo = CoreImage.fromRgba(pictureOf(640, 480), 640, 480);
      const run = CoreRun.create(card, 640, 480, kPlan);
      const tiles = run.plan().tiles.length / 4;
      assert.ok(tiles > 1);

      const tensors = new Fingerprint();
      const values = new Float32Array(300 * 300 * 3);
      for (let tile = 0; tile < tiles; tile += 1) {
        run.fill(photo, tile, values);
        tensors.add(values);
      }
      assert.equal(tensors.text, native.get('page/tensors'));

      absorbNoise(run, card);
      assert.ok(run.done);
      const candidates = new Fingerprint();
      // Of a candidate's 52 bytes one is padding: the 36th, before the box as it was before clipping.
      for (let tile = 0; tile < tiles; tile += 1) {
        const bytes = run.candidates(tile);
        assert.equal(bytes.length % 52, 0);
        for (let at = 0; at < bytes.length; at += 52) {
          candidates.addBytes(bytes.subarray(at, at + 35));
          candidates.addBytes(bytes.subarray(at + 36, at + 52));
        }
      }
      assert.equal(candidates.text, native.get('page/candidates'));

      const methods = [...native.keys()].filter((name) => name.startsWith('page/merge/')).map((name) => name.slice(11));
      assert.ok(methods.length >= 5, methods.join());
      for (const method of methods) {
        run.decide({ method, overlap: 0.5, minScore: 0.1 });
        assert.equal(detectionsOf(run), native.get(`page/merge/${method}`), method);
      }
      const moved = new Fingerprint();
      const far = photo.movedAway(2.5).bytes();
      for (let at = 0; at < far.length; at += 4) moved.addBytes(far.subarray(at, at + 3));
      assert.equal(moved.text, native.get('page/dolly'));
    });

    it('hands the shader weights that make the same pixels', async () => {
      const { CoreCard, CoreImage, CoreRun } = await coreOf(build);
      const small = { ...JSON.parse(cardText).input, width: 20, height: 14, mean: [0, 0, 0], scale: [1, 1, 1] };
      const layer = { rows: 2, columns: 2, sizes: [[0.5, 0.5]] };
      const text = JSON.parse(cardText);
      text.input = { ...small, resize: 'letterbox', pad: [1, 2, 3] };
      text.heads.anchors = { kind: 'grid', layers: [layer] };
      const card = CoreCard.read(JSON.stringify(text));
      const [width, height] = [61, 30];
      const pixels = pictureOf(width, height);
      const photo = CoreImage.fromRgba(pixels, width, height);
      for (const filter of ['bilinear', 'triangle', 'area', 'lanczos3']) {
        const run = CoreRun.create(card, width, height, { ...kPlan, levels: 3, finestZoom: 0.8, filter });
        const count = run.plan().tiles.length / 4;
        const tables = run.tables({ first: 0, count });
        const values = new Float32Array(20 * 14 * 3);
        for (let tile = 0; tile < count; tile += 1) {
          run.fill(photo, tile, values);
          const expected = Array.from(values);
          const shaded = Array.from(shaderOf(tables, tile, pixels, width, 20, 14, [1, 2, 3]));
          assert.deepEqual(shaded, expected, `${filter}, tile ${tile} of ${count}`);
        }
      }
    });

    it('refuses in words', async () => {
      const { CoreCard, CoreError, CoreImage, CoreRun, importTflite } = await coreOf(build);
      const refused = (call, code, words) =>
        assert.throws(call, (error) => error instanceof CoreError && error.code === code && words.test(error.message));
      refused(() => CoreCard.read('{"schema": '), 'invalid-model', /JSON/);
      refused(() => importTflite(new Uint8Array(100)), 'invalid-model', /TFLite/);
      refused(() => CoreImage.fromRgba(new Uint8Array(), 0, 5), 'invalid-image', /\S/);
      const card = CoreCard.read(cardText);
      refused(() => CoreRun.create(card, 640, 480, { ...kPlan, overlap: 2 }), 'invalid-argument', /overlap/i);
      refused(
        () => CoreRun.create(card, 640, 480, { ...kPlan, filter: 'sharp' }),
        'invalid-argument',
        /"sharp".*lanczos3/,
      );
    });
  });
}

function detectionsOf(run) {
  const { count, boxes, scores, labels, tiles, levels, truncated, recovered } = run.detections(true);
  const all = new Fingerprint();
  for (let i = 0; i < count; i += 1) {
    all.add(boxes.subarray(4 * i, 4 * i + 4));
    for (const column of [scores, labels, tiles]) all.add(column.subarray(i, i + 1));
    all.add(Int16Array.of(levels[i]));
    all.addBytes([truncated[i], recovered[i]]);
  }
  return all.text;
}

describe('feature detection', () => {
  it('asks for the SIMD build where SIMD is, and takes the bytes of a response too', async () => {
    const core = await import('../../web/core/farsight.mjs?detect');
    assert.equal(core.supported, true);
    // Node has had 128-bit SIMD since version 16.4.
    assert.equal(core.simdSupported, true);
    const asked = [];
    const loaded = await core.load(async (simd) => {
      asked.push(simd);
      return new Response(wasm('simd'));
    });
    assert.deepEqual([asked, loaded, await core.ready], [[true], { simd: true }, { simd: true }]);
  });

  it('takes the scalar build, which runs, where SIMD is missing', () => {
    // V8 without SSE has no SIMD for WebAssembly either.
    const script = `
      import { readFileSync } from 'node:fs';
      const core = await import(${JSON.stringify(new URL('../../web/core/farsight.mjs', import.meta.url).href)});
      const builds = ${JSON.stringify(kBuilds)};
      const file = (simd) => ${JSON.stringify(root)} + 'build/' + builds[simd ? 'simd' : 'scalar'] + '/bin/farsight.wasm';
      const { simd } = await core.load(async (wanted) => readFileSync(file(wanted)));
      const image = core.CoreImage.fromRgba(new Uint8Array(16).fill(7), 2, 2);
      console.log(core.simdSupported, simd, image.movedAway(1).bytes()[0]);`;
    const flags = ['--no-enable-sse3', '--no-enable-ssse3', '--no-enable-sse4-1', '--input-type=module'];
    const said = execFileSync(process.execPath, [...flags, '--eval', script], { encoding: 'utf8' });
    // Other processors than x86 cannot be told to lack it.
    assert.equal(said.trim(), process.arch === 'x64' ? 'false false 7' : 'true true 7');
  });
});
