// What the service worker keeps of the site, apart from the events that ask for it.

/** Written by the build; paths are relative to the site's root. */
export interface SiteFiles {
  /** Changes with any byte of any file. */
  version: string;
  /** What every visit needs, kept from the first visit on. */
  firstView: string[];
  /** Other files: kept once they were needed. */
  onDemand: string[];
  /** Of these, names that say nothing of their content: the others never change. */
  named: string[];
}

const kPrefix = 'farsight';

export class SiteShelf {
  readonly #prefix: string;
  readonly #name: string;
  readonly #files: ReadonlySet<string>;

  /** `root` is the site's URL; several sites may share a host. */
  constructor(
    private readonly site: SiteFiles,
    private readonly root: string,
    private readonly caches: CacheStorage,
    private readonly load: typeof fetch,
  ) {
    this.#prefix = `${kPrefix} ${root} `;
    this.#name = this.#prefix + site.version;
    this.#files = new Set([...site.firstView, ...site.onDemand].map((path) => this.#url(path)));
  }

  /** Keeps the first view: from older versions where the file is the same, else from the browser's cache or the host. */
  async fill(): Promise<void> {
    const shelf = await this.caches.open(this.#name);
    const named = new Set(this.site.named);
    const keep = async (path: string) => {
      const url = this.#url(path);
      if (await shelf.match(url)) return;
      const known = named.has(path) ? undefined : await this.caches.match(url);
      const found = known ?? (await this.load(url, { cache: named.has(path) ? 'no-cache' : 'force-cache' }));
      if (!found.ok) throw new Error(`${url}: ${found.status}`);
      await shelf.put(url, found);
    };
    await Promise.all(this.site.firstView.map(keep));
  }

  /** Drops older versions, but not what of them is still part of the site. */
  async drop(): Promise<void> {
    const shelf = await this.caches.open(this.#name);
    for (const name of await this.caches.keys()) {
      if (!name.startsWith(this.#prefix) || name === this.#name) continue;
      const old = await this.caches.open(name);
      for (const { url } of await old.keys()) {
        const still = this.#files.has(url) && !(await shelf.match(url)) && (await old.match(url));
        if (still) await shelf.put(url, still);
      }
      await this.caches.delete(name);
    }
  }

  /** Nothing: the request is not the site's. */
  answer(request: Request): Promise<Response> | undefined {
    if (request.method !== 'GET') return undefined;
    const url = request.url.replace(/[?#].*$/, '');
    if (url === this.root || url === this.#url('index.html')) return this.#kept(this.root, request);
    return this.#files.has(url) ? this.#kept(url, request) : undefined;
  }

  async #kept(url: string, request: Request): Promise<Response> {
    const shelf = await this.caches.open(this.#name);
    const known = await shelf.match(url);
    if (known) return known;
    const fresh = await this.load(request);
    // A copy that cannot be kept, as when the disk is full, is no reason to fail.
    if (fresh.ok) void shelf.put(url, fresh.clone()).catch(() => undefined);
    return fresh;
  }

  #url(path: string): string {
    return new URL(path, this.root).href;
  }
}
