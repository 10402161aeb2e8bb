// Serves build/site while the browser tests run.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { kRoot } from './root';

declare module 'vitest' {
  interface ProvidedContext {
    site: string;
  }
}

export default async function serveSite(project: TestProject): Promise<() => void> {
  if (!existsSync(join(kRoot, 'build/site/index.html'))) {
    throw new Error('The page is not built; run scripts/site first.');
  }
  const port = await freePort();
  const server = spawn(process.execPath, ['scripts/serve.mjs', 'build/site', String(port)], { cwd: kRoot });
  await new Promise<void>((resolve, reject) => {
    server.stderr.once('data', () => resolve());
    server.once('exit', (code) => reject(new Error(`scripts/serve.mjs ended with ${code}.`)));
  });
  project.provide('site', `http://localhost:${port}/`);
  return () => void server.kill();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, 'localhost', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
