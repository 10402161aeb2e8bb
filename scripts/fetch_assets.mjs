// Gathers the third-party files that assets/manifest.json names (models, photos, ONNX Runtime), checks each
// against its SHA-256, and puts them into build/assets: all of them or none.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const usage = `Usage: scripts/fetch_assets [--out DIR] [--manifest FILE] [--list]

Gathers the models, photos and libraries that assets/manifest.json names, checks size and SHA-256, and writes
them all into DIR, or nothing. A file comes from the installed npm or Debian package where there is one; else
the package is downloaded, its files are taken out, and the rest is thrown away.

  --out DIR        default: build/assets
  --manifest FILE  default: assets/manifest.json
  --list           print name, licence and credit of every asset of this system, and stop

Example: scripts/fetch_assets
`;

/** A failure a person can mend: printed as one sentence, without a stack. */
class Failure extends Error {}

function parseArguments(words) {
  const options = { out: join(root, 'build/assets'), manifest: join(root, 'assets/manifest.json'), list: false };
  for (let i = 0; i < words.length; ++i) {
    const word = words[i];
    if (word === '--help' || word === '-h') {
      process.stdout.write(usage);
      process.exit(0);
    } else if (word === '--list') {
      options.list = true;
    } else if ((word === '--out' || word === '--manifest') && i + 1 < words.length) {
      options[word.slice(2)] = words[++i];
    } else {
      process.stderr.write(
        `fetch_assets: '${word}' is unknown or lacks its value.\nTry scripts/fetch_assets --help.\n`,
      );
      process.exit(2);
    }
  }
  return options;
}

function readManifest(file) {
  let manifest;
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${error.message}`);
  }
  if (manifest.schema !== 'farsight.assets/1') throw new Failure(`${file} is not of schema farsight.assets/1.`);
  for (const asset of manifest.assets) {
    for (const name of [asset.name, asset.folder ?? '']) {
      if (name !== basename(name) || name === '..') {
        throw new Failure(`${file}: '${name}' is not a plain file name.`);
      }
    }
  }
  const system = `${process.platform}-${process.arch}`;
  const assets = manifest.assets.filter((asset) => !asset.system || asset.system === system);
  return { assets, packages: manifest.packages ?? {} };
}

/** Where the asset stands below the output folder. */
const pathOf = (asset) => join(asset.folder ?? '', asset.name);

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Nothing when the bytes are the asset's, else what is wrong with them. */
function complaint(asset, bytes) {
  if (bytes.length !== asset.size) return `it has ${bytes.length} bytes and should have ${asset.size}`;
  const hash = sha256(bytes);
  return hash === asset.sha256 ? undefined : `its SHA-256 is ${hash} and should be ${asset.sha256}`;
}

function cut(asset, file) {
  const bytes = readFileSync(file);
  const range = asset.source.bytes;
  return range ? bytes.subarray(range[0], range[1]) : bytes;
}

function checked(asset, file, where) {
  const bytes = cut(asset, file);
  const wrong = complaint(asset, bytes);
  if (wrong)
    throw new Failure(`${asset.name} from ${where} is not the file of the manifest: ${wrong}. Nothing was written.`);
  return bytes;
}

const unpacked = new Map();

/** 'How much npm will download', as text; empty where the manifest does not say. */
function downloadSize(packages, npm) {
  const bytes = packages[npm]?.download;
  return bytes ? ` (${Math.ceil(bytes / 1e6)} MB to download)` : '';
}

/** The folder that holds those files of an npm package: downloaded once, not installed. */
function unpackNpm({ npm, version }, files, size, scratch) {
  const name = `${npm}@${version}`;
  if (unpacked.has(name)) return unpacked.get(name);
  process.stderr.write(`==> Fetching the npm package ${name}${size}\n`);
  const folder = mkdtempSync(join(scratch, 'npm-'));
  const quiet = { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  try {
    execFileSync('npm', ['pack', name, '--ignore-scripts', '--loglevel=error'], quiet);
    const archive = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
    if (!archive) throw new Error('npm brought no archive');
    execFileSync('tar', ['-xzf', archive, ...files.map((file) => `package/${file}`)], quiet);
    rmSync(join(folder, archive));
  } catch (error) {
    const reason =
      error.code === 'ENOENT'
        ? 'npm or tar is missing'
        : (
            String(error.stderr || error.message)
              .trim()
              .split('\n')
              .find((line) => !/code E|A complete log|^npm error *$/.test(line)) ?? ''
          ).replace(/^npm (error|ERR!) */, '');
    throw new Failure(
      `the npm package ${name} cannot be fetched: ${reason}. Is the network there? ` +
        `Run scripts/fetch_assets again when it is; nothing was written.`,
    );
  }
  unpacked.set(name, join(folder, 'package'));
  return unpacked.get(name);
}

function fromNpm(asset, { assets, packages }, scratch) {
  const { npm, version, file } = asset.source;
  const installed = join(root, 'node_modules', npm, file);
  if (existsSync(installed) && !complaint(asset, cut(asset, installed))) return cut(asset, installed);
  const same = assets.filter(({ source }) => source.npm === npm && source.version === version);
  const files = [...new Set(same.map(({ source }) => source.file))];
  const folder = unpackNpm(asset.source, files, downloadSize(packages, npm), scratch);
  return checked(asset, join(folder, file), `the npm package ${npm} ${version}`);
}

/** The folder that holds the package's files: fetched once, not installed. */
function unpackDebian(name, scratch) {
  if (unpacked.has(name)) return unpacked.get(name);
  process.stderr.write(`==> Fetching the Debian package ${name}\n`);
  const folder = mkdtempSync(join(scratch, 'deb-'));
  chmodSync(folder, 0o777); // apt fetches as its own user.
  const quiet = { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] };
  try {
    execFileSync('apt-get', ['download', '-qq', name], quiet);
    const archive = readdirSync(folder).find((entry) => entry.endsWith('.deb'));
    if (!archive) throw new Error('apt-get brought no archive');
    execFileSync('dpkg-deb', ['-x', archive, 'files'], quiet);
  } catch (error) {
    const reason =
      error.code === 'ENOENT'
        ? 'this system has no apt-get or dpkg-deb'
        : String(error.stderr || error.message)
            .trim()
            .split('\n')
            .pop();
    throw new Failure(
      `the Debian package ${name} cannot be fetched: ${reason}. On Debian, run 'apt-get update' as root and try again; ` +
        `elsewhere, put the files that assets/manifest.json lists under ${name} into the output folder by hand.`,
    );
  }
  unpacked.set(name, join(folder, 'files'));
  return unpacked.get(name);
}

function fromDebian(asset, scratch) {
  const { debian, file } = asset.source;
  const installed = join('/', file);
  if (existsSync(installed) && !complaint(asset, cut(asset, installed))) return cut(asset, installed);
  const fetched = join(unpackDebian(debian, scratch), file);
  if (!existsSync(fetched))
    throw new Failure(
      `the Debian package ${debian} holds no ${file}; the manifest wants version ${asset.source.version}.`,
    );
  return checked(asset, fetched, `the Debian package ${debian}`);
}

function isInPlace(asset, folder) {
  const file = join(folder, pathOf(asset));
  return existsSync(file) && !complaint(asset, readFileSync(file));
}

function gather(manifest, out) {
  const { assets } = manifest;
  const absent = assets.filter((asset) => !isInPlace(asset, out));
  if (absent.length === 0) {
    process.stderr.write(`==> All ${assets.length} assets are in place and unchanged\n`);
    return;
  }
  mkdirSync(dirname(out), { recursive: true });
  const scratch = mkdtempSync(`${out}.part-`);
  chmodSync(scratch, 0o755);
  try {
    const staged = join(scratch, 'assets');
    mkdirSync(staged);
    for (const asset of assets) {
      const target = join(staged, pathOf(asset));
      mkdirSync(dirname(target), { recursive: true });
      if (!absent.includes(asset)) copyFileSync(join(out, pathOf(asset)), target);
      else writeFileSync(target, asset.source.npm ? fromNpm(asset, manifest, scratch) : fromDebian(asset, scratch));
    }
    // Files that others derived (an imported .onnx, for example) stay.
    if (existsSync(out)) {
      for (const entry of readdirSync(out)) {
        if (!existsSync(join(staged, entry))) renameSync(join(out, entry), join(staged, entry));
      }
      renameSync(out, join(scratch, 'replaced'));
    }
    renameSync(staged, out);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  process.stderr.write(`==> ${absent.length} assets gathered and checked, ${assets.length} in ${out}\n`);
}

try {
  const options = parseArguments(process.argv.slice(2));
  const manifest = readManifest(options.manifest);
  if (options.list) {
    for (const asset of manifest.assets) process.stdout.write(`${asset.name}\t${asset.licence}\t${asset.credit}\n`);
  } else {
    gather(manifest, options.out.replace(/\/+$/, ''));
  }
} catch (error) {
  if (!(error instanceof Failure || error.code)) throw error;
  process.stderr.write(`fetch_assets: ${error.message}\n`);
  process.exit(1);
}
