// An imported network agrees with the TFLite file it came from, over real photos. The other way of running the
// file is LiteRT's own WebAssembly build, which shares no code with the importer or with ONNX Runtime.
// Needs FARSIGHT_BINARY, and FARSIGHT_TEST_ASSETS with what scripts/fetch_assets puts there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { inflateSync } from 'node:zlib';

import * as ort from 'onnxruntime-web';

const binary = process.env.FARSIGHT_BINARY;
const assets = process.env.FARSIGHT_TEST_ASSETS ?? '';
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'farsight-import-'));
let liteRt;

/** Regions of the photos: a portrait, a face, a cat, a cup on a table. */
const crops = [
  { photo: 'astronaut.png', x: 0, y: 0, side: 512 },
  { photo: 'astronaut.png', x: 150, y: 20, side: 200 },
  { photo: 'chelsea.png', x: 60, y: 0, side: 300 },
  { photo: 'coffee.png', x: 100, y: 0, side: 400 },
];

/** LiteRT.js is made for browsers; given its script and its bytes it runs under Node too. */
async function loadLiteRt() {
  const wasm = join(dirname(require.resolve('@litertjs/core')), '../wasm/litert_wasm_compat_internal');
  Object.assign(globalThis, {
    self: globalThis,
    require,
    __dirname: dirname(wasm),
    importScripts: (file) => runInThisContext(readFileSync(file, 'utf8'), { filename: file }),
    Module: { wasmBinary: readFileSync(`${wasm}.wasm`), print: () => {}, printErr: () => {} },
  });
  const module = await import('@litertjs/core');
  // It looks for a GPU and says that there is none.
  const complain = console.warn;
  console.warn = () => {};
  await module.loadLiteRt(`${wasm}.js`);
  console.warn = complain;
  return module;
}

/** What PNG's filters predict (PNG specification, section 9). */
function predicted(filter, left, up, upLeft) {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter === 0) return 0;
  const estimate = left + up - upLeft;
  const distances = [left, up, upLeft].map((value) => Math.abs(estimate - value));
  if (distances[0] <= distances[1] && distances[0] <= distances[2]) return left;
  return distances[1] <= distances[2] ? up : upLeft;
}

/** Pixels of an 8-bit RGB PNG without interlacing, such as the photos are. */
function readPng(file) {
  const bytes = readFileSync(file);
  const data = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  assert.deepEqual([bytes[24], bytes[25], bytes[28]], [8, 2, 0], `${file} is not an 8-bit RGB PNG`);
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * 3;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; ++y) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; ++x) {
      const at = y * stride + x;
      const left = x >= 3 ? pixels[at - 3] : 0;
      const up = y > 0 ? pixels[at - stride] : 0;
      const upLeft = x >= 3 && y > 0 ? pixels[at - stride - 3] : 0;
      pixels[at] = raw[y * (stride + 1) + 1 + x] + predicted(filter, left, up, upLeft);
    }
  }
  return { width, pixels };
}

/** Every network's input: pixels in [-1, 1], the nearest ones of the region. */
function inputOf(crop, side) {
  const { width, pixels } = readPng(join(assets, crop.photo));
  const values = new Float32Array(side * side * 3);
  for (let y = 0; y < side; ++y) {
    for (let x = 0; x < side; ++x) {
      const row = crop.y + Math.floor((y * crop.side) / side);
      const column = crop.x + Math.floor((x * crop.side) / side);
      for (let c = 0; c < 3; ++c) values[(y * side + x) * 3 + c] = pixels[(row * width + column) * 3 + c] / 127.5 - 1;
    }
  }
  return values;
}

function concatenated(arrays) {
  const result = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  arrays.reduce((at, array) => (result.set(array, at), at + array.length), 0);
  return result;
}

/** By output name, the values for each input in turn. */
async function runTflite(file, inputs, side) {
  const model = await liteRt.loadAndCompile(new Uint8Array(readFileSync(file)), { accelerator: 'wasm' });
  const outputs = new Map(model.getOutputDetails().map(({ name }) => [name, []]));
  for (const input of inputs) {
    const results = await model.run(new liteRt.Tensor(input, [1, side, side, 3]));
    for (const [index, { name }] of model.getOutputDetails().entries()) {
      outputs.get(name).push(Float32Array.from(await results[index].data()));
    }
  }
  return outputs;
}

async function runOnnx(file, inputs, side, batch) {
  const session = await ort.InferenceSession.create(readFileSync(file));
  const outputs = new Map(session.outputNames.map((name) => [name, []]));
  for (let first = 0; first < inputs.length; first += batch) {
    const tensor = new ort.Tensor(concatenated(inputs.slice(first, first + batch)), [batch, side, side, 3]);
    const results = await session.run({ [session.inputNames[0]]: tensor });
    for (const name of session.outputNames) {
      assert.equal(results[name].dims[0], batch);
      const values = results[name].data;
      for (let i = 0; i < batch; ++i) {
        outputs.get(name).push(values.slice((i * values.length) / batch, ((i + 1) * values.length) / batch));
      }
    }
  }
  return outputs;
}

/** Within 1e-3, or within a hundred-thousandth of a value over 100, where float32 has no more to give. */
function compare(name, actual, expected) {
  assert.equal(actual.length, expected.length, name);
  let worst = 0;
  let largest = 0;
  let over = 0;
  for (let i = 0; i < expected.length; ++i) {
    const difference = Math.abs(actual[i] - expected[i]);
    worst = Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(expected[i]));
    // Not <=, so that NaN counts.
    if (!(difference <= Math.max(1e-3, 1e-5 * Math.abs(expected[i])))) ++over;
  }
  assert.ok(largest > 1, `${name} has no values worth comparing`);
  assert.equal(over, 0, `${name}: ${over} values differ, the worst by ${worst}`);
  return `${name}: largest difference ${worst.toExponential(1)} in values up to ${largest.toFixed(1)}`;
}

before(async () => {
  liteRt = await loadLiteRt();
});

after(() => rmSync(folder, { recursive: true, force: true }));

for (const { file, side } of [
  { file: 'ssd_mobilenet_v2_oidv4.tflite', side: 300 },
  { file: 'face_detection_short_range.tflite', side: 128 },
  { file: 'face_detection_full_range.tflite', side: 192 },
]) {
  test(`${file} and the ONNX imported from it agree, alone and in batches`, async (context) => {
    const onnx = join(folder, `${file}.onnx`);
    execFileSync(binary, ['import', join(assets, file), '-o', onnx]);
    const inputs = crops.map((crop) => inputOf(crop, side));
    const expected = await runTflite(join(assets, file), inputs, side);
    for (const batch of [1, inputs.length]) {
      const actual = await runOnnx(onnx, inputs, side, batch);
      assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
      for (const [name, values] of expected) {
        const said = compare(name, concatenated(actual.get(name)), concatenated(values));
        context.diagnostic(`batch ${batch}, ${said}`);
      }
    }
  });
}

/** The picture as a PPM of the network's own size, so that both see the same bytes. */
function writePicture(crop, side, file) {
  const { width, pixels } = readPng(join(assets, crop.photo));
  const bytes = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; ++y) {
    for (let x = 0; x < side; ++x) {
      const row = crop.y + Math.floor((y * crop.side) / side);
      const column = crop.x + Math.floor((x * crop.side) / side);
      for (let c = 0; c < 3; ++c) bytes[(y * side + x) * 3 + c] = pixels[(row * width + column) * 3 + c];
    }
  }
  writeFileSync(file, Buffer.concat([Buffer.from(`P6\n${side} ${side}\n255\n`), bytes]));
  return bytes;
}

function iou(a, b) {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = (box) => (box[2] - box[0]) * (box[3] - box[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** What LiteRT's own post-processing finds, best first; boxes in pixels, clipped to the picture. */
async function postProcessed(model, bytes, side) {
  const pixels = Float32Array.from(bytes, (value) => value / 127.5 - 1);
  const results = await model.run(new liteRt.Tensor(pixels, [1, side, side, 3]));
  const byName = new Map();
  for (const [index, { name }] of model.getOutputDetails().entries()) byName.set(name, await results[index].data());
  const boxes = byName.get('found_boxes');
  return Array.from({ length: byName.get('found_count')[0] }, (_, i) => {
    const [y0, x0, y1, x1] = boxes.slice(4 * i, 4 * i + 4).map((value) => Math.min(Math.max(value, 0), 1) * side);
    return {
      label: `class ${byName.get('found_classes')[i] + 1}`,
      score: byName.get('found_scores')[i],
      box: [x0, y0, x1, y1],
    };
  });
}

for (const { kind, leastIou, mostScore } of [
  { kind: 'float', leastIou: 0.98, mostScore: 0.02 },
  { kind: 'uint8', leastIou: 0.9, mostScore: 0.05 },
  { kind: 'int8', leastIou: 0.9, mostScore: 0.05 },
]) {
  // LiteRT.js takes no quantized inputs, so the quantized networks are held against the float one of their weights.
  test(`a whole SSD in ${kind} gives what LiteRT's own post-processing gives`, async (context) => {
    const side = 32;
    const file = join(folder, `tiny-${kind}.tflite`);
    execFileSync(process.env.FARSIGHT_TINY_TFLITE, [file, kind]);
    const imported = join(folder, `tiny-${kind}.onnx`);
    execFileSync(binary, ['import', file, '-o', imported]);
    const reference = join(folder, 'tiny-reference.tflite');
    execFileSync(process.env.FARSIGHT_TINY_TFLITE, [reference, 'float']);
    const model = await liteRt.loadAndCompile(new Uint8Array(readFileSync(reference)), { accelerator: 'wasm' });
    let compared = 0;
    for (const crop of crops) {
      const picture = join(folder, 'picture.ppm');
      const expected = await postProcessed(model, writePicture(crop, side, picture), side);
      // The imported file carries its card: it opens like the original.
      for (const network of [file, imported]) {
        const flags =
          '--pyramid off --merge nms --iou 0.5 --score 0.05 --max-detections 10 --class-agnostic --format json';
        const said = execFileSync(binary, ['detect', picture, '--model', network, ...flags.split(' ')], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        const found = JSON.parse(said).images[0].detections;
        if (kind === 'float') assert.equal(found.length, expected.length, `${crop.photo}: as many`);
        for (const want of expected) {
          // Two classes of one box may be nearer than a step of 8 bits, and change places.
          const best = Math.max(
            ...found
              .filter(({ label }) => kind !== 'float' || label === want.label)
              .filter(({ score }) => Math.abs(score - want.score) <= mostScore)
              .map(({ box }) => iou(box, want.box)),
          );
          assert.ok(best >= leastIou, `${crop.photo}: ${JSON.stringify(want)} has no match: ${JSON.stringify(found)}`);
          ++compared;
        }
      }
    }
    assert.ok(compared >= 8, `only ${compared} detections were compared`);
    context.diagnostic(`${compared} detections compared`);
  });
}
