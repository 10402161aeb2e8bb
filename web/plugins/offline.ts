// Tells the service worker which files the site has, once all are written, and what a first visit transfers.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';
import type { SiteFiles } from '../src/offline/shelf';

/** Most that a first visit may transfer. */
const kMostBytes = 16e6;
const kWorker = 'sw.js';
/** Files whose names carry no hash of their content. */
const kNamed = /^(?:\.\/|[^/]+)$/;
/** Needed by few visits: other alphabets, the core for browsers without SIMD, what runs networks on graphics cards. */
const kRare = /inter-(?!latin-wght)|farsight\.scalar|asyncify|webgpu/;

/** `listed` are photos and models that only some visits need. */
export function offline(root: string, listed: readonly string[]): Plugin {
  const site = join(root, 'build/site');
  return {
    name: 'farsight-offline',
    apply: 'build',
    writeBundle() {
      const paths = walk(site).filter((path) => path !== kWorker);
      const onDemand = paths.filter((path) => kRare.test(path) || listed.includes(path));
      const firstView = paths.filter((path) => !onDemand.includes(path));
      writeList(site, paths, firstView, onDemand);
      report(site, [...firstView, kWorker]);
    },
  };
}

function walk(folder: string, top = folder): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path, top) : [relative(top, path).replaceAll('\\', '/')];
    })
    .sort();
}

function writeList(site: string, paths: readonly string[], firstView: string[], onDemand: string[]): void {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(join(site, path)));
  // A host gives the page under the folder's own name.
  const asAsked = (list: string[]) => list.map((path) => (path === 'index.html' ? './' : path));
  const files: SiteFiles = {
    version: hash.digest('hex').slice(0, 12),
    firstView: asAsked(firstView),
    onDemand,
    named: asAsked(firstView).filter((path) => kNamed.test(path)),
  };
  const worker = join(site, kWorker);
  const code = readFileSync(worker, 'utf8');
  const filled = code.replaceAll('__SITE_FILES__', () => JSON.stringify(files));
  if (filled === code) throw new Error(`${kWorker} has no place for the list of files.`);
  writeFileSync(worker, filled);
}

function report(site: string, firstView: readonly string[]): void {
  const sizes = firstView.map((path) => ({ path, bytes: compressed(readFileSync(join(site, path))) }));
  sizes.sort((a, b) => b.bytes - a.bytes);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2).padStart(6);
  const large = sizes.filter(({ bytes }) => bytes >= 1e5);
  const rest = total - large.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes } of large) process.stderr.write(`    ${megabytes(bytes)} MB  ${path}\n`);
  process.stderr.write(`    ${megabytes(rest)} MB  ${sizes.length - large.length} smaller files\n`);
  process.stderr.write(`    ${megabytes(total)} MB  the first view, compressed with brotli (quality ${kQuality})\n`);
  if (total > kMostBytes) throw new Error(`The first view is over ${kMostBytes / 1e6} MB; leave something out of it.`);
}

/** The best level, 11, saves a tenth more and takes sixteen times as long: a minute for the first view. */
const kQuality = 9;

/** Bytes after brotli. */
function compressed(bytes: Buffer): number {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: kQuality,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
  };
  // Many hosts send pictures and fonts as they are; brotli does not make them smaller.
  return Math.min(brotliCompressSync(bytes, { params }).byteLength, bytes.byteLength);
}
