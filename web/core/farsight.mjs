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
  'bad-data',
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

/** The bytes of a text that the core has just given, which is freed; it gives none where it failed. */
function takeBytes(text) {
  if (text === 0) throw failure();
  try {
    return bytesAt(core.fs_text_data(text) >>> 0, core.fs_text_size(text)).slice();
  } finally {
    core.fs_text_free(text);
  }
}

export const takeText = (text) => fromUtf8.decode(takeBytes(text));
export const takeJson = (text) => JSON.parse(takeText(text));

export function failure() {
  return new CoreError(codes[core.fs_error_code()] ?? 'runtime', takeText(core.fs_error()));
}

/** Calls `use` with a place for a 32-bit number, and gives what it returned and that number. */
function withNumber(use) {
  return withBytes(new Uint8Array(4), (pointer) => {
    const given = use(pointer);
    return [given, new Uint32Array(memory.buffer, pointer, 1)[0]];
  });
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

class Imported extends Handle {
  constructor(pointer) {
    super(pointer, core.fs_imported_free);
  }
}

export function openTflite(bytes) {
  const imported = new Imported(withBytes(bytes, core.fs_import_tflite));
  try {
    const card = core.fs_imported_card(imported.pointer);
    return { onnx: takeBytes(core.fs_imported_onnx(imported.pointer)), card: card === 0 ? null : new CoreCard(card) };
  } finally {
    imported.free();
  }
}

export function importTflite(bytes) {
  const { onnx, card } = openTflite(bytes);
  card?.free();
  return onnx;
}

export const recogniseInput = (onnx, inputs) =>
  takeJson(
    withBytes(onnx, (...bytes) =>
      withText(JSON.stringify(inputs), (...given) => core.fs_recognise_input(...bytes, ...given)),
    ),
  );

export const externalFiles = (onnx) => takeJson(withBytes(onnx, core.fs_onnx_external_files));

export class CoreCard extends Handle {
  constructor(pointer) {
    super(pointer, core.fs_card_free);
  }

  static read(json) {
    return new CoreCard(withText(json, core.fs_card_read));
  }

  static recognise(onnx, inputs, outputs) {
    const texts = [JSON.stringify(inputs), JSON.stringify(outputs)];
    return new CoreCard(
      withBytes(onnx, (...bytes) => withTexts(texts, (...given) => core.fs_card_recognise(...bytes, ...given))),
    );
  }

  check(inputs, outputs) {
    const texts = [JSON.stringify(inputs), JSON.stringify(outputs)];
    if (!withTexts(texts, (...given) => core.fs_card_check(this.pointer, ...given))) throw failure();
  }

  fitLabels(list) {
    if (!withText(list, (pointer, size) => core.fs_card_fit_labels(this.pointer, pointer, size))) throw failure();
  }

  get anchorFile() {
    return takeText(core.fs_card_anchor_file(this.pointer));
  }

  takeAnchors(text) {
    if (!withText(text, (pointer, size) => core.fs_card_take_anchors(this.pointer, pointer, size))) throw failure();
  }

  describe() {
    return takeJson(core.fs_card_describe(this.pointer));
  }

  /** The ONNX bytes of the network for the levels beyond the full frame; throws where the network cannot be freed. */
  closeNetwork(onnx) {
    return takeBytes(withBytes(onnx, (pointer, size) => core.fs_card_close_network(this.pointer, pointer, size)));
  }

  /** Runs of this card take tiles of its size again. */
  keepTiles() {
    core.fs_card_keep_tiles(this.pointer);
  }

  /** Reads the receptive fields of the anchors' layers from the network's graph; false: it does not tell. */
  readFields(onnx) {
    return withBytes(onnx, (pointer, size) => core.fs_card_read_fields(this.pointer, pointer, size)) !== 0;
  }
}

/** The six doubles of RunTimes (page_run.h). */
function withTimes({ decodeImage, preprocess, network, decodeHeads, merge, total }, use) {
  const times = Float64Array.of(decodeImage, preprocess, network, decodeHeads, merge, total);
  return withBytes(new Uint8Array(times.buffer), use);
}

export class CoreRun extends Handle {
  constructor(pointer) {
    super(pointer, core.fs_run_free);
  }

  static create(card, width, height, settings) {
    const pointer = withText(JSON.stringify(settings), (text, size) =>
      core.fs_run_create(card.pointer, width, height, text, size),
    );
    return new CoreRun(pointer);
  }

  plan() {
    const [start, size] = withNumber((out) => core.fs_run_regions(this.pointer, out));
    const regions = new Int32Array(memory.buffer, start >>> 0, size);
    // Eight numbers a region (page_run.h).
    const tiles = regions.filter((_, at) => at % 8 < 4);
    const inputs = regions.filter((_, at) => at % 8 >= 4);
    return { ...takeJson(core.fs_run_plan(this.pointer)), tiles, inputs };
  }

  next(most) {
    const [count, first] = withNumber((out) => core.fs_run_next(this.pointer, most, out));
    return count > 0 ? { first, count } : null;
  }

  /** What a tile becomes, in network pixels, and whether the close network runs it. */
  input(tile) {
    const [close, size] = withNumber((out) => core.fs_run_input(this.pointer, tile, out));
    return { width: size & 0xffff, height: size >>> 16, close: close !== 0 };
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
    const [start, size] = withNumber((out) => core.fs_run_tables(this.pointer, first, count, out));
    return new Int32Array(memory.buffer, start >>> 0, size).slice();
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
    const done = withBytes(candidates, (pointer, size) => core.fs_run_absorb_cached(this.pointer, tile, pointer, size));
    if (!done) throw failure();
  }

  /** A tile's raw candidates, to be kept and given back to absorbCached. */
  candidates(tile) {
    const [start, size] = withNumber((out) => core.fs_run_candidates(this.pointer, tile, out));
    return bytesAt(start >>> 0, size).slice();
  }

  get done() {
    return core.fs_run_done(this.pointer) !== 0;
  }

  progress() {
    return takeJson(core.fs_run_progress(this.pointer));
  }

  decide({ method, overlap, minScore }) {
    const done = withText(method, (text, size) => core.fs_run_decide(this.pointer, text, size, overlap, minScore));
    if (!done) throw failure();
  }

  counts() {
    return takeJson(core.fs_run_counts(this.pointer));
  }

  /** What the page shows of the last decision, in words; `times` in milliseconds. */
  words(card, times, onScene, workers) {
    return takeJson(
      withTimes(times, (pointer) => core.fs_run_words(this.pointer, card.pointer, pointer, onScene, workers)),
    );
  }

  /** The last decision as the text of a file: 'json' or 'csv'; `file` is the picture's name. */
  export(kind, card, file, times) {
    return takeText(
      withTimes(times, (pointer) =>
        withTexts([kind, file], (...texts) => core.fs_run_export(this.pointer, card.pointer, pointer, ...texts)),
      ),
    );
  }

  /** The columns lie one behind the other (page_run.h). */
  detections(pyramid) {
    const [start, count] = withNumber((out) => core.fs_run_columns(this.pointer, pyramid, out));
    let at = start >>> 0;
    const column = (Values, each) => {
      const values = new Values(memory.buffer, at, each * count).slice();
      at += values.byteLength;
      return values;
    };
    return {
      count,
      boxes: column(Float32Array, 4),
      scores: column(Float32Array, 1),
      labels: column(Int32Array, 1),
      tiles: column(Int32Array, 1),
      levels: column(Int32Array, 1),
      truncated: column(Uint8Array, 1),
      recovered: column(Uint8Array, 1),
    };
  }

  find(pyramid, label, box) {
    return core.fs_run_find(this.pointer, pyramid, label, ...box);
  }

  confidence(pyramid, label, box) {
    return core.fs_run_confidence(this.pointer, pyramid, label, ...box);
  }
}
