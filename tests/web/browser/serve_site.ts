// Serves build/site while the browser tests run.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { kRoot, serveSite } from './server';

declare module 'vitest' {
  interface ProvidedContext {
    site: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(kRoot, 'build/site/index.html'))) {
    throw new Error('The page is not built; run scripts/site first.');
  }
  const { url, stop } = await serveSite();
  project.provide('site', url);
  return stop;
}
