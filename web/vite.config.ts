import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { catalogue } from './plugins/catalogue';
import { offline } from './plugins/offline';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The version that CMakeLists.txt gives the project. */
function projectVersion(): string {
  const found = /^project\(farsight VERSION ([0-9.]+)/m.exec(readFileSync(`${root}CMakeLists.txt`, 'utf8'));
  if (!found?.[1]) throw new Error('CMakeLists.txt names no version of the project.');
  return found[1];
}

function sitePlugins() {
  const { plugin, others } = catalogue(root);
  return [plugin, offline(root, others)];
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative links, so that the site works under any path of any host.
  base: './',
  define: { __FARSIGHT_VERSION__: JSON.stringify(projectVersion()) },
  plugins: process.env.VITEST ? [] : sitePlugins(),
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  worker: { format: 'es' },
  build: {
    outDir: '../build/site',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: page('index.html'), sw: page('src/offline/worker.ts') },
      // The service worker keeps its name and its place at the root: both say what it is the worker of.
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  test: { include: ['**/*.test.ts'] },
});
