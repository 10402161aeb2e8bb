// The core in JavaScript: { supported, ready, … }. It picks the SIMD or the scalar build, and adds no
// logic of its own: it moves bytes and frees handles.

// A module that is valid only where 128-bit SIMD is: one function, (v128.const 0) i8x16.popcnt drop.
const simdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 25, 1, 23, 0, 253, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 253, 98, 26, 11,
]);

export const supported = typeof WebAssembly === 'object' && typeof WebAssembly.instantiate === 'function';
export const simdSupported = supported && WebAssembly.validate(simdProbe);

/** Names of ErrorCode (result.h), in its order. */
const codes = [
  'invalid-argument',
  'invalid-image',
  'invalid-model',
  'unsupported',
  'mismatch',
  'too-large',
  'cancelled',
  'io',
  'runtime',
];

export class CoreError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'CoreError';
    this.code = code;
  }
}

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();
/** Bytes of a Candidate and of a Detection; binding code asserts them. */
const kCandidateBytes = 36;
const kDetectionBytes = 40;

/** The core's exports, once it is loaded; for this module and those beside it. */
export let core;
let memory;
const released = new FinalizationRegistry((free) => free());

/** The core never prints and never exits, so whatever the C library asks of a system is refused. */
function imports(module) {
  const table = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    table[from] ??= {};
    table[from][name] = () => {
      if (name === 'emscripten_notify_memory_growth') return undefined;
      throw new CoreError('runtime', `The core stopped: it asked its host for ${name}.`);
    };
  }
  return table;
}

/** Loads the core once. `source` gives the bytes, or a response with them, of the build it is asked for. */
export async function load(source, { simd = simdSupported } = {}) {
  if (!supported) throw new CoreError('unsupported', 'This browser has no WebAssembly; use a newer one.');
  const given = await source(simd);
  const bytes = given instanceof Response ? await given.arrayBuffer() : given;
  const module = await WebAssembly.compile(bytes);
  const instance = await WebAssembly.instantiate(module, imports(module));
  core = instance.exports;
  memory = core.memory;
  core._initialize?.();
  settle({ simd });
  return ready;
}

let settle;
/** Settles once load() has. */
export const ready = new Promise((resolve) => {
  settle = resolve;
});

const bytesAt = (pointer, size) => new Uint8Array(memory.buffer, pointer, size);

export function lastText() {
  return fromUtf8.decode(bytesAt(core.fs_text(), core.fs_text_size()));
}

export function failure() {
  core.fs_error();
  return new CoreError(codes[core.fs_error_code()] ?? 'runtime', lastText());
}

/** Memory of the core for the length of a call. */
export function withBytes(bytes, use) {
  const pointer = allocate(bytes.byteLength);
  try {
    bytesAt(pointer, bytes.byteLength).set(bytes);
    return use(pointer, bytes.byteLength);
  } finally {
    core.fs_free(pointer);
  }
}

function allocate(size) {
  const pointer = core.fs_alloc(Math.max(1, size)) >>> 0;
  if (pointer === 0) throw new CoreError('too-large', 'There is not enough memory for this; try a smaller photo.');
  return pointer;
}

export const withText = (text, use) => withBytes(utf8.encode(text), use);

function withTexts(texts, use, given = []) {
  if (texts.length === 0) return use(...given);
  return withText(texts[0], (pointer, size) => withTexts(texts.slice(1), use, [...given, pointer, size]));
}

/** A handle of the core, freed by free() or when it is forgotten. */
export class Handle {
  constructor(pointer, free) {
    if (pointer === 0) throw failure();
    const kept = pointer >>> 0;
    this.pointer = kept;
    this.release = free;
    // What the registry keeps must not hold the handle itself.
    released.register(this, () => free(kept), this);
  }

  free() {
    if (this.pointer === 0) return;
    released.unregister(this);
    this.release(this.pointer);
    this.pointer = 0;
  }
}

export class CoreImage extends Handle {
  constructor(pointer) {
    super(pointer, core.fs_image_free);
  }

  static fromRgba(pixels, width, height) {
    const image = new CoreImage(core.fs_image_create(width, height));
    image.bytes().set(pixels);
    return image;
  }

  get width() {
    return core.fs_image_width(this.pointer);
  }

  get height() {
    return core.fs_image_height(this.pointer);
  }

  bytes() {
    return bytesAt(core.fs_image_pixels(this.pointer) >>> 0, 4 * this.width * this.height);
  }

  movedAway(distance) {
    return new CoreImage(core.fs_image_dolly(this.pointer, distance));
  }
}

export function moveBox(box, width, height, from, to) {
  return withBytes(new Uint8Array(Float32Array.from(box).buffer), (pointer) => {
    core.fs_dolly_box(pointer, width, height, from, to);
    return Array.from(new Float32Array(memory.buffer, pointer, 4));
  });
}

export function importTflite(bytes) {
  try {
    if (!withBytes(bytes, core.fs_import_tflite)) throw failure();
    return bytesAt(core.fs_text() >>> 0, core.fs_text_size()).slice();
  } finally {
    core.fs_text_clear();
  }
}

export class CoreCard extends Handle {
  constructor(pointer) {
    super(pointer, core.fs_card_free);
  }

  static read(json) {
    return new CoreCard(withText(json, core.fs_card_read));
  }

  static guess(inputs, outputs) {
    return new CoreCard(withTexts([JSON.stringify(inputs), JSON.stringify(outputs)], core.fs_card_guess));
  }

  check(inputs, outputs) {
    const texts = [JSON.stringify(inputs), JSON.stringify(outputs)];
    if (!withTexts(texts, (...given) => core.fs_card_check(this.pointer, ...given))) throw failure();
  }

  nameClasses(names) {
    names.forEach((name, index) => {
      withText(name, (pointer, size) => core.fs_card_name_class(this.pointer, index, pointer, size));
    });
  }

  describe() {
    if (!core.fs_card_describe(this.pointer)) throw failure();
    return JSON.parse(lastText());
  }
}

export class CoreRun extends Handle {
  constructor(card, width, height, { pyramid, levels, finestZoom, overlap, filter }) {
    const pointer = withText(filter, (text, size) =>
      core.fs_run_create(card.pointer, width, height, pyramid, levels, finestZoom, overlap, text, size),
    );
    super(pointer, core.fs_run_free);
  }

  plan() {
    core.fs_run_plan(this.pointer);
    const { levels, tiles, pixelRatio } = JSON.parse(lastText());
    return { levels, tiles: Int32Array.from(tiles), pixelRatio };
  }

  next(most) {
    const pointer = allocate(4);
    try {
      const count = core.fs_run_next(this.pointer, most, pointer);
      return count > 0 ? { first: new Int32Array(memory.buffer, pointer, 1)[0], count } : null;
    } finally {
      core.fs_free(pointer);
    }
  }

  /** Fills a tile's tensor straight into `values`, a Float32Array or Uint8Array. */
  fill(image, tile, values) {
    const pointer = allocate(values.byteLength);
    try {
      if (!core.fs_run_fill(this.pointer, image.pointer, tile, pointer)) throw failure();
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength).set(bytesAt(pointer, values.byteLength));
    } finally {
      core.fs_free(pointer);
    }
  }

  tables({ first, count }) {
    const pointer = allocate(4);
    try {
      const start = core.fs_run_tables(this.pointer, first, count, pointer) >>> 0;
      return new Int32Array(memory.buffer, start, new Uint32Array(memory.buffer, pointer, 1)[0]).slice();
    } finally {
      core.fs_free(pointer);
    }
  }

  /** `heads` are the network's outputs: { name, values: Float32Array, shape: number[] }. */
  absorb({ first, count }, heads) {
    const taken = [];
    const put = (bytes) => {
      const pointer = allocate(bytes.byteLength);
      taken.push(pointer);
      bytesAt(pointer, bytes.byteLength).set(bytes);
      return pointer;
    };
    try {
      for (const { name, values, shape } of heads) {
        const text = utf8.encode(name);
        const numbers = put(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
        const sides = put(new Uint8Array(BigInt64Array.from(shape, BigInt).buffer));
        core.fs_run_head(this.pointer, put(text), text.length, numbers, values.length, sides, shape.length);
      }
      if (!core.fs_run_absorb(this.pointer, first, count)) throw failure();
    } finally {
      taken.forEach((pointer) => core.fs_free(pointer));
    }
  }

  absorbCached(tile, candidates) {
    const done = withBytes(candidates, (pointer, size) =>
      core.fs_run_absorb_cached(this.pointer, tile, pointer, size / kCandidateBytes),
    );
    if (!done) throw failure();
  }

  /** A tile's raw candidates, to be kept and given back to absorbCached. */
  candidates(tile) {
    const count = core.fs_run_candidate_count(this.pointer, tile);
    return bytesAt(core.fs_run_candidates(this.pointer, tile) >>> 0, count * kCandidateBytes).slice();
  }

  candidateCount(tile) {
    return core.fs_run_candidate_count(this.pointer, tile);
  }

  get done() {
    return core.fs_run_done(this.pointer) !== 0;
  }

  get tilesAbsorbed() {
    return core.fs_run_tiles_absorbed(this.pointer);
  }

  get nonFinite() {
    return core.fs_run_non_finite(this.pointer);
  }

  merge({ method, overlap, minScore }) {
    const done = withText(method, (text, size) => core.fs_run_merge(this.pointer, text, size, overlap, minScore));
    if (!done) throw failure();
    this.minScore = Math.fround(minScore);
  }

  fullFrame() {
    return this.columns(false);
  }

  pyramid() {
    return this.columns(true);
  }

  columns(pyramid) {
    const count = core.fs_run_detection_count(this.pointer, pyramid);
    const start = core.fs_run_detections(this.pointer, pyramid) >>> 0;
    const view = new DataView(memory.buffer, start, count * kDetectionBytes);
    const columns = {
      count,
      boxes: new Float32Array(4 * count),
      scores: new Float32Array(count),
      labels: new Int32Array(count),
      tiles: new Int32Array(count),
      levels: new Int32Array(count),
      truncated: new Uint8Array(count),
      recovered: new Uint8Array(count),
    };
    for (let index = 0; index < count; index += 1) {
      const at = index * kDetectionBytes;
      for (let side = 0; side < 4; side += 1) columns.boxes[4 * index + side] = view.getFloat32(at + 4 * side, true);
      columns.scores[index] = view.getFloat32(at + 16, true);
      columns.labels[index] = view.getInt32(at + 20, true);
      columns.tiles[index] = view.getInt32(at + 24, true);
      columns.levels[index] = view.getInt16(at + 28, true);
      columns.truncated[index] = view.getUint8(at + 30);
      columns.recovered[index] = pyramid && view.getFloat32(at + 36, true) < this.minScore ? 1 : 0;
    }
    return columns;
  }

  find(pyramid, label, box) {
    return core.fs_run_find(this.pointer, pyramid, label, ...box);
  }

  confidence(pyramid, label, box) {
    return core.fs_run_confidence(this.pointer, pyramid, label, ...box);
  }
}
