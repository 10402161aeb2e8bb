import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { catalogue } from './plugins/catalogue';
import { offline } from './plugins/offline';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

function sitePlugins() {
  const { plugin, others } = catalogue(root);
  return [plugin, offline(root, others)];
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative links, so that the site works under any path of any host.
  base: './',
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
