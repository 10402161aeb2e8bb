// Tests that drive the built page in Debian's Chromium, one file after another: two at a time are slower on two cores.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../../../node_modules/.vite', import.meta.url)),
  test: {
    include: ['**/*.browser.ts'],
    globalSetup: './serve_site.ts',
    fileParallelism: false,
    pool: 'forks',
    poolOptions: { forks: { singleFork: true } },
    isolate: false,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // A loaded machine needs more than the second that is usual.
    expect: { poll: { timeout: 60_000 } },
  },
});
