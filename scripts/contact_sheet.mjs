#!/usr/bin/env node
// Lays rendered scenes out on one page and takes its picture as JPEG: docs/images/scenes.jpg.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const farsight = 'build/release/bin/farsight';
const kColumns = 4;
const kSceneWidth = 400;
const kBrowserFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const [out, ...options] = process.argv.slice(2);
if (!out || out.startsWith('-')) {
  console.error(
    'Usage: scripts/contact_sheet.mjs OUT.jpg [OPTION of farsight render]...\n' +
      'Example: scripts/contact_sheet.mjs docs/images/scenes.jpg --count 24 --seed 3',
  );
  process.exit(2);
}

function page(folder) {
  const { images } = JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8'));
  const pictures = images.map((image) => `<img src="${image.file_name}">`).join('');
  const style =
    `body { margin: 0; display: grid; grid-template-columns: repeat(${kColumns}, ${kSceneWidth}px); gap: 4px;` +
    ' background: #fff; width: max-content } img { width: 100%; display: block }';
  return `<!doctype html><style>${style}</style>${pictures}`;
}

const folder = mkdtempSync(join(tmpdir(), 'farsight-sheet-'));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: kBrowserFlags });
try {
  execFileSync(farsight, ['render', '--count', '24', ...options, '--out', folder], { stdio: ['ignore', 2, 2] });
  const html = join(folder, 'sheet.html');
  writeFileSync(html, page(folder));
  const view = await browser.newPage();
  await view.goto(pathToFileURL(html).href, { waitUntil: 'load' });
  await view.locator('body').screenshot({ path: out, type: 'jpeg', quality: 70 });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
