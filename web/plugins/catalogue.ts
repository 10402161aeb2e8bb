// Lists the core's builds, photos and models for the page, from assets/manifest.json and the model cards,
// and puts the files themselves into the site.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import type { Catalogue } from '../src/engine/protocol';
import { thumbnail } from './thumbnail';

interface Asset {
  name: string;
  kind: string;
  title: string;
  licence: string;
  credit: string;
  size: number;
}

const kModule = 'virtual:farsight-catalogue';

interface SiteFile {
  path: string;
  bytes: () => Uint8Array;
}

/** The plugin, and the files of photos and models other than the first of each. */
export function catalogue(root: string): { plugin: Plugin; others: string[] } {
  const fetched = join(root, 'build/assets');
  const manifest = JSON.parse(readFileSync(join(root, 'assets/manifest.json'), 'utf8')) as { assets: Asset[] };
  const shown = manifest.assets.filter(({ kind }) => kind === 'photo' || kind === 'model');
  const missing = shown.filter(({ name }) => !existsSync(join(fetched, name)));
  const { list, files } = gather(shown, root, fetched);
  const others = [
    ...list.photos.slice(1).map(({ file }) => file),
    ...list.models.slice(1).flatMap(({ file, card }) => [file, card]),
  ];
  return { plugin: served(list, files, missing), others };
}

function served(list: Catalogue, files: readonly SiteFile[], missing: readonly Asset[]): Plugin {
  return {
    name: 'farsight-catalogue',
    buildStart() {
      if (list.core.simd === '' || list.core.scalar === '') {
        this.error('The core is not built for the web; run scripts/site, or build the presets web and web-scalar.');
      }
      if (missing.length > 0) {
        this.error(`${missing.map(({ name }) => name).join(', ')} not in build/assets; run scripts/fetch_assets.`);
      }
    },
    resolveId: (id) => (id === kModule ? `\0${kModule}` : undefined),
    load: (id) => (id === `\0${kModule}` ? `export default ${JSON.stringify(list)};` : undefined),
    generateBundle() {
      for (const { path, bytes } of files) this.emitFile({ type: 'asset', fileName: path, source: bytes() });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '').replace(/^\//, '');
        const file = files.find((known) => known.path === path);
        if (!file) return next();
        if (path.endsWith('.wasm')) response.setHeader('content-type', 'application/wasm');
        response.end(file.bytes());
      });
    },
  };
}

const coreBuild = (root: string, build: 'simd' | 'scalar') =>
  join(root, 'build', build === 'simd' ? 'web' : 'web-scalar', 'bin/farsight.wasm');

function gather(assets: readonly Asset[], root: string, fetched: string): { list: Catalogue; files: SiteFile[] } {
  const files: SiteFile[] = [];
  const runtime = (build: string) => statSync(join(root, 'node_modules/onnxruntime-web/dist', build)).size;
  const list: Catalogue = {
    core: { simd: '', scalar: '' },
    runtime: {
      wasm: runtime('ort-wasm-simd-threaded.wasm'),
      webgpu: runtime('ort-wasm-simd-threaded.asyncify.wasm'),
    },
    photos: [],
    models: [],
  };
  for (const build of ['simd', 'scalar'] as const) {
    const file = coreBuild(root, build);
    if (!existsSync(file)) continue;
    list.core[build] = hashed(`core/farsight.${build}.wasm`, file);
    files.push({ path: list.core[build], bytes: () => readFileSync(file) });
  }
  for (const asset of assets) {
    const source = join(fetched, asset.name);
    if (!existsSync(source)) continue;
    const read = () => readFileSync(source);
    const id = asset.name.replace(/\.[^.]+$/, '');
    if (asset.kind === 'photo') {
      const path = hashed(`photos/${asset.name}`, source);
      const small = hashed(`photos/${id}.thumbnail.jpg`, source);
      files.push({ path, bytes: read }, { path: small, bytes: () => thumbnail(source) });
      list.photos.push({
        id,
        title: asset.title,
        credit: `${asset.credit}. ${asset.licence}.`,
        licence: asset.licence,
        file: path,
        thumbnail: small,
        bytes: asset.size,
      });
    } else if (asset.kind === 'model') {
      const card = cardOf(root, asset.name);
      if (!card) continue;
      const path = hashed(`models/${asset.name}`, source);
      const cardPath = hashed(`models/${basename(card.path)}`, card.path);
      files.push({ path, bytes: read }, { path: cardPath, bytes: () => readFileSync(card.path) });
      list.models.push({
        id: card.name,
        title: asset.title,
        licence: asset.licence,
        source: asset.credit,
        file: path,
        card: cardPath,
        bytes: asset.size,
      });
    }
  }
  for (const { card, facts } of ownCards(join(root, 'assets/models'))) {
    const source = join(root, 'assets/models', facts.file);
    const path = hashed(`models/${facts.file}`, source);
    const cardPath = hashed(`models/${basename(card)}`, card);
    files.push({ path, bytes: () => readFileSync(source) }, { path: cardPath, bytes: () => readFileSync(card) });
    list.models.push({
      id: facts.name,
      title: facts.title,
      licence: facts.licence ?? '',
      source: facts.source ?? '',
      file: path,
      card: cardPath,
      bytes: statSync(source).size,
    });
  }
  return { list, files };
}

interface OwnCard {
  name: string;
  title: string;
  licence?: string;
  source?: string;
  /** The network's, beside the card. */
  file: string;
}

/** Cards of the project's own models that stand beside their networks, by name. */
function ownCards(folder: string): { card: string; facts: OwnCard }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      card: join(folder, file),
      facts: JSON.parse(readFileSync(join(folder, file), 'utf8')) as OwnCard,
    }))
    .filter(({ facts }) => typeof facts.file === 'string' && existsSync(join(folder, facts.file)));
}

/** The path with a hash of the file's content before its ending, so that what a path names never changes. */
function hashed(path: string, file: string): string {
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8);
  return path.replace(/(?=\.[^.]+$)/, `-${hash}`);
}

/** The card under assets/cards that names this file. */
function cardOf(root: string, file: string): { name: string; path: string } | undefined {
  const path = join(root, 'assets/cards', file.replace(/\.[^.]+$/, '.json'));
  if (!existsSync(path)) return undefined;
  return { name: (JSON.parse(readFileSync(path, 'utf8')) as { name: string }).name, path };
}
