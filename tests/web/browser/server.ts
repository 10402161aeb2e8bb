import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The folder of the whole project. */
export const kRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** Serves the page, or another folder, on a free port, as scripts/demo does. */
export async function serveSite(folder = 'build/site'): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const server = spawn(process.execPath, ['scripts/serve.mjs', folder, String(port)], { cwd: kRoot });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    server.stderr.once('data', () => resolve());
    server.once('exit', (code) => reject(new Error(`scripts/serve.mjs ended with ${code}.`)));
  });
  return {
    url: `http://localhost:${port}/`,
    stop: () => {
      server.kill();
      return ended;
    },
  };
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
