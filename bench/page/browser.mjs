// The built page in a browser, for measuring: a plain host of its own and Debian's Chromium.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Serves build/site, opens a browser with a profile of its own, and ends both when `use` has settled. */
export async function withBrowser(use, { args = [] } = {}) {
  const server = spawn(process.execPath, [join(root, 'scripts/serve.mjs'), join(root, 'build/site'), '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const profile = mkdtempSync(join(tmpdir(), 'farsight-page-'));
  try {
    const [line] = await once(createInterface(server.stderr), 'line');
    const url = /http:\S+/.exec(line)?.[0];
    if (!url) throw new Error(line);
    const browser = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.FARSIGHT_CHROMIUM ?? '/usr/bin/chromium',
      args: [...quiet, ...args],
      viewport: { width: 1440, height: 900 },
    });
    try {
      return await use(browser, url);
    } finally {
      await browser.close();
    }
  } finally {
    server.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const isReady = (page, timeout = 120_000) =>
  page.waitForSelector('[data-testid="status"][data-state="ready"]', { timeout });
