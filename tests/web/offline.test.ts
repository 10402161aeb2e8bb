import { describe, expect, it } from 'vitest';
import { SiteShelf, type SiteFiles } from '../../web/src/offline/shelf';

/** The browser's caches, as far as the shelf needs them. */
class FakeCache {
  readonly kept = new Map<string, string>();
  match = async (url: string) => (this.kept.has(url) ? new Response(this.kept.get(url)) : undefined);
  put = async (url: string, response: Response) => void this.kept.set(url, await response.text());
  keys = async () => [...this.kept.keys()].map((url) => ({ url }));
}

class FakeCaches {
  readonly all = new Map<string, FakeCache>();
  open = async (name: string) => {
    const cache = this.all.get(name) ?? new FakeCache();
    this.all.set(name, cache);
    return cache;
  };
  keys = async () => [...this.all.keys()];
  delete = async (name: string) => this.all.delete(name);
  match = async (url: string) => {
    for (const cache of this.all.values()) if (cache.kept.has(url)) return cache.match(url);
    return undefined;
  };
}

const kRoot = 'https://host.example/some/path/';
const first: SiteFiles = {
  version: 'one',
  firstView: ['./', 'assets/page-1.js', 'models/net-1.onnx'],
  onDemand: ['photos/cat-1.png', 'photos/dog-1.png'],
  named: ['./'],
};
const second: SiteFiles = {
  version: 'two',
  firstView: ['./', 'assets/page-2.js', 'models/net-1.onnx'],
  onDemand: ['photos/cat-1.png'],
  named: ['./'],
};

function host() {
  const asked: [string, string | undefined][] = [];
  const state = { lost: false, asked };
  const load = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = typeof input === 'object' && 'url' in input ? input.url : String(input);
    asked.push([url.slice(kRoot.length), init?.cache]);
    if (state.lost) throw new TypeError('Failed to fetch');
    return new Response(`content of ${url}`);
  }) as typeof fetch;
  return { state, load };
}

const caches = () => new FakeCaches() as unknown as CacheStorage & FakeCaches;
const get = (path: string) => new Request(kRoot + path);

describe('the site kept for offline use', () => {
  it('keeps the first view, asking the host only for what has no hash in its name', async () => {
    const { state, load } = host();
    await new SiteShelf(first, kRoot, caches(), load).fill();
    expect(state.asked.sort()).toEqual([
      ['', 'no-cache'],
      ['assets/page-1.js', 'force-cache'],
      ['models/net-1.onnx', 'force-cache'],
    ]);
  });

  it('answers without the network, whatever the address says after ? or #', async () => {
    const { state, load } = host();
    const shelf = new SiteShelf(first, kRoot, caches(), load);
    await shelf.fill();
    state.lost = true;
    for (const path of ['', '?score=0.4', 'index.html?score=0.4']) {
      expect(await (await shelf.answer(get(path)))?.text()).toBe(`content of ${kRoot}`);
    }
    expect(await (await shelf.answer(get('assets/page-1.js')))?.text()).toBe(`content of ${kRoot}assets/page-1.js`);
  });

  it('keeps other files once they were asked for', async () => {
    const { state, load } = host();
    const shelf = new SiteShelf(first, kRoot, caches(), load);
    await shelf.answer(get('photos/cat-1.png'));
    await new Promise((resolve) => setTimeout(resolve));
    state.lost = true;
    expect((await shelf.answer(get('photos/cat-1.png')))?.ok).toBe(true);
    await expect(shelf.answer(get('photos/dog-1.png'))).rejects.toThrow('Failed to fetch');
  });

  it('leaves what is not the site’s to the browser', () => {
    const shelf = new SiteShelf(first, kRoot, caches(), host().load);
    expect(shelf.answer(new Request('https://elsewhere.example/'))).toBeUndefined();
    expect(shelf.answer(get('unknown.js'))).toBeUndefined();
    expect(shelf.answer(new Request(kRoot, { method: 'POST' }))).toBeUndefined();
  });

  it('takes unchanged files over into a new version and drops the rest', async () => {
    const all = caches();
    const old = new SiteShelf(first, kRoot, all, host().load);
    await old.fill();
    await old.answer(get('photos/cat-1.png'));
    await old.answer(get('photos/dog-1.png'));
    await new Promise((resolve) => setTimeout(resolve));

    const { state, load } = host();
    const fresh = new SiteShelf(second, kRoot, all, load);
    await fresh.fill();
    expect(state.asked.map(([path]) => path).sort()).toEqual(['', 'assets/page-2.js']);
    await fresh.drop();
    const [name, ...others] = await all.keys();
    expect(others).toEqual([]);
    const kept = [...(all.all.get(name as string) as FakeCache).kept.keys()].map((url) => url.slice(kRoot.length));
    expect(kept.sort()).toEqual(['', 'assets/page-2.js', 'models/net-1.onnx', 'photos/cat-1.png']);
  });

  it('does not touch another site on the same host', async () => {
    const all = caches();
    await new SiteShelf(first, 'https://host.example/other/', all, host().load).fill();
    await new SiteShelf(second, kRoot, all, host().load).drop();
    expect(await all.keys()).toContain('farsight https://host.example/other/ one');
  });

  it('fails as a whole when a file cannot be had', async () => {
    const load = (async () => new Response('', { status: 404 })) as typeof fetch;
    await expect(new SiteShelf(first, kRoot, caches(), load).fill()).rejects.toThrow('404');
  });
});
