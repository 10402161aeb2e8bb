// The viewer under a script's hand, on a virtual screen of its own.
// Needs FARSIGHT_VIEWER, FARSIGHT_BINARY, FARSIGHT_TEST_ASSETS, Xvfb and xdotool.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { createInterface } from 'node:readline';

const viewer = process.env.FARSIGHT_VIEWER;
export const command = process.env.FARSIGHT_BINARY;
export const assets = process.env.FARSIGHT_TEST_ASSETS ?? '';
export const photo = join(assets, 'kite.jpg');
const kPatienceMs = 60_000;

/** Where the viewer runs and writes. */
export let folder;
let screen;

/**
 * A virtual screen of its own; Xvfb picks a free number. With -r no key repeats itself: on a busy machine its
 * release may come late.
 */
function startScreen(options = ['-r']) {
  return new Promise((resolve, reject) => {
    const server = spawn('Xvfb', ['-displayfd', '3', ...options, '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    server.on('error', reject);
    server.stdio[3].once('data', (number) => resolve({ server, display: `:${String(number).trim()}` }));
  });
}

function environment(extra = {}) {
  const { DISPLAY, WAYLAND_DISPLAY, SDL_VIDEODRIVER, ...rest } = process.env;
  return { ...rest, HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), ...extra };
}

/** Runs the viewer to its end, without a display. */
export function run(args, extra = {}) {
  return spawnSync(viewer, args, { env: environment(extra), encoding: 'utf8', cwd: folder, timeout: 4 * kPatienceMs });
}

/** A viewer on the screen that tells its events. */
export class Lab {
  events = [];
  #waiting = [];

  constructor(...args) {
    this.process = spawn(viewer, ['--events', '--size', '1440x900', ...args], {
      env: environment({ DISPLAY: screen.display }),
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.errors = '';
    this.process.stderr.on('data', (text) => (this.errors += text));
    this.closed = new Promise((resolve) => this.process.on('close', (code, signal) => resolve({ code, signal })));
    void this.closed.then(() => this.#waiting.forEach(({ reject }) => reject(new Error(`it ended: ${this.errors}`))));
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      this.events.push(JSON.parse(line));
      this.#look();
    });
  }

  #look() {
    this.#waiting = this.#waiting.filter(({ from, wanted, resolve }) => {
      const found = this.events.slice(from).find(wanted);
      if (found) resolve(found);
      return !found;
    });
  }

  /** The first event after the `from`th that is wanted. */
  until(wanted, from = 0) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing like ${wanted}: ${this.errors}`)), kPatienceMs);
      const end = (event) => (clearTimeout(timer), resolve(event));
      this.#waiting.push({ from, wanted, resolve: end, reject: (error) => (clearTimeout(timer), reject(error)) });
      this.#look();
    });
  }

  done(from = 0) {
    return this.until(({ event, done }) => event === 'findings' && done, from);
  }

  order(line) {
    this.process.stdin.write(`${line}\n`);
  }

  /** Lets the viewer draw no frame until it goes on: what a hand does meanwhile comes all at once. */
  pause() {
    this.process.kill('SIGSTOP');
  }

  goOn() {
    this.process.kill('SIGCONT');
  }

  /** The middle of a control on the screen, where it was drawn last. */
  async place(id) {
    const isPlaced = ({ event, places }) => event === 'layout' && id in places;
    await this.until(isPlaced);
    const { window, places } = this.events.findLast(isPlaced);
    const [x0, y0, x1, y1] = places[id];
    return { x0: window[0] + x0, x1: window[0] + x1, y: window[1] + Math.round((y0 + y1) / 2) };
  }

  /** Walks to a control with Tab. */
  async focus(id) {
    // Without a layout before it, the first Tab could be taken for done.
    await this.until(({ event }) => event === 'layout');
    let at = this.events.findLast(({ event }) => event === 'layout').focus;
    for (let step = 0; step < 90; ++step) {
      const told = this.events.length;
      xdotool('key', 'Tab');
      // A layout with the old focus is of a frame before the key.
      ({ focus: at } = await this.until(({ event, focus }) => event === 'layout' && focus !== at, told));
      if (at === id) return;
    }
    assert.fail(`Tab never came to ${id}`);
  }

  async quit() {
    this.order('quit');
    return this.closed;
  }
}

export function xdotool(...words) {
  execFileSync('xdotool', words.map(String), { env: environment({ DISPLAY: screen.display }) });
}

/** Runs a test's part on another screen, whose keys repeat themselves while they are held. */
export async function withRepetition(part) {
  const usual = screen;
  screen = await startScreen([]);
  try {
    await part();
  } finally {
    screen.server.kill();
    screen = usual;
  }
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'farsight-viewer-'));
  screen = await startScreen();
});

after(() => {
  screen?.server.kill();
  rmSync(folder, { recursive: true, force: true });
});
