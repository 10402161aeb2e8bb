// The lab's state in JavaScript, synchronously: links, the equivalent command, what a change makes necessary. It
// moves texts and adds no logic of its own.

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

/** As lab_sort_files writes them. */
const kRoles = { p: 'photo', n: 'network', c: 'card', l: 'labels', t: 'part', r: 'replaced' };

/** NUL stands between texts. */
const plain = (text) => text.replaceAll('\0', ' ');

/** The module never prints and never exits, so whatever the C library asks of a system is refused. */
function imports(module) {
  const table = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    table[from] ??= {};
    table[from][name] = () => {
      if (name !== 'emscripten_notify_memory_growth') throw new Error(`lab.wasm asked its host for ${name}.`);
    };
  }
  return table;
}

/** Starts lab.wasm; `source` is its bytes, or a response with them. */
export async function loadLab(source) {
  const given = await source;
  const module = await WebAssembly.compile(given instanceof Response ? await given.arrayBuffer() : given);
  const wasm = (await WebAssembly.instantiate(module, imports(module))).exports;
  wasm._initialize?.();

  function hand(texts) {
    const bytes = utf8.encode(texts.join('\0'));
    const input = wasm.lab_input(bytes.length);
    new Uint8Array(wasm.memory.buffer, input, bytes.length).set(bytes);
  }

  function ask(call, ...texts) {
    hand(texts);
    const size = call();
    return fromUtf8.decode(new Uint8Array(wasm.memory.buffer, wasm.lab_output(), size));
  }

  return {
    table: () => JSON.parse(ask(wasm.lab_table)),
    read(query) {
      const lines = ask(wasm.lab_read, query).split('\n');
      return { query: lines[0], values: lines.slice(1, -2), idle: lines.at(-2).split(','), complaint: lines.at(-1) };
    },
    command: (query, photoFile, { model = '', card = '', labels = '' }) =>
      ask(wasm.lab_command, query, photoFile, model, card, labels),
    wantsText: (name) => ask(wasm.lab_wants_text, name) !== '',
    sortFiles(files) {
      const texts = files.flatMap(({ name, beginning, before }) => [plain(name), plain(beginning), before ? '1' : '']);
      const lines = ask(() => wasm.lab_sort_files(files.length), ...texts).split('\n');
      const [network, card, labels] = lines.slice(1, 4).map(Number);
      const roles = [...lines[0]].map((letter) => kRoles[letter]);
      return { roles, network, card, labels, complaint: lines.slice(4).join('\n') };
    },
    picture(query, photoFile) {
      const [file, stem, note] = ask(wasm.lab_picture, query, photoFile).split('\n');
      return { file, stem, note };
    },
    unlisted: (property, value) => ask(wasm.lab_unlisted, property, value),
    model(id, title) {
      const [menu, taught] = ask(wasm.lab_model, id, title).split('\n');
      return { menu, taught };
    },
    timeLeft: (seconds) => ask(wasm.lab_time_left, String(seconds)),
    followed(query, points) {
      const numbers = points.flatMap(({ distance, fullFrame, pyramid }) => [distance, fullFrame, pyramid]);
      return ask(() => wasm.lab_followed(points.length), query, ...numbers.map(String));
    },
    effect: (before, after) => ask(wasm.lab_effect, before, after),
    part: (query, what) => ask(wasm.lab_part, query, what),
    second: (query) => ask(wasm.lab_second, query),
    move: (query, id, metres) => ask(wasm.lab_move, query, String(id), String(metres)),
    show: (name, value) => ask(wasm.lab_show, name, String(value)),
    snap(name, value) {
      hand([name, String(value)]);
      return wasm.lab_snap();
    },
    holds(condition, query, facts) {
      const known = Object.entries(facts).flatMap(([name, value]) => [name, value === null ? '' : String(value)]);
      const answer = ask(() => wasm.lab_holds(known.length / 2), condition, query, ...known);
      if (answer !== 'yes' && answer !== 'no') throw new Error(answer);
      return answer === 'yes';
    },
    distanceOfStep: (step) => wasm.lab_distance_of_step(step),
  };
}
