// Serves a folder on this machine: `node scripts/serve.mjs FOLDER PORT`; port 0 takes a free one. It sets no special
// header, as any plain host: only what lets browsers keep files.

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
};

const folder = resolve(process.argv[2] ?? 'build/site');
const port = Number(process.argv[3] ?? 8000);

/** The file a URL stands for, or nothing when there is none in the folder. */
function fileOf(url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  let file = resolve(join(folder, path));
  if (file !== folder && !file.startsWith(folder + sep)) return undefined;
  try {
    if (statSync(file).isDirectory()) file = join(file, 'index.html');
    const { size, mtime } = statSync(file);
    // Dates in HTTP have no milliseconds.
    return { file, size, changed: new Date(Math.floor(mtime.getTime() / 1000) * 1000) };
  } catch {
    return undefined;
  }
}

const server = createServer((request, response) => {
  const found = fileOf(request.url);
  if (!found) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    return;
  }
  const known = Date.parse(request.headers['if-modified-since'] ?? '');
  const dated = { 'last-modified': found.changed.toUTCString() };
  if (known >= found.changed.getTime()) {
    response.writeHead(304, dated).end();
    return;
  }
  response.writeHead(200, {
    ...dated,
    'content-type': types[extname(found.file)] ?? 'application/octet-stream',
    'content-length': found.size,
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(found.file).pipe(response);
});

server.on('error', (error) => {
  const remedy =
    error.code === 'EADDRINUSE' ? `port ${port} is taken; try scripts/demo --port ${port + 1}` : error.message;
  process.stderr.write(`serve: ${remedy}\n`);
  process.exit(1);
});
server.listen(port, 'localhost', () => {
  process.stderr.write(`==> The page is at http://localhost:${server.address().port} (Ctrl-C ends it)\n`);
});
