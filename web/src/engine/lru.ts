// A cache that removes the least recently used entries when their cost is over its capacity.

export class LruCache<V> {
  readonly #entries = new Map<string, { value: V; cost: number }>();
  #cost = 0;

  /** `capacity` is in the unit of the costs given to set(). */
  constructor(readonly capacity: number) {}

  get size(): number {
    return this.#entries.size;
  }

  get cost(): number {
    return this.#cost;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    // A Map iterates in the order of insertion, so the first entry is the one unused longest.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** What alone costs more than the capacity is not kept. */
  set(key: string, value: V, cost: number): void {
    this.delete(key);
    if (cost > this.capacity) return;
    this.#entries.set(key, { value, cost });
    this.#cost += cost;
    for (const oldest of this.#entries.keys()) {
      if (this.#cost <= this.capacity) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#cost -= entry.cost;
  }

  /** Forgets every entry whose key the test accepts. */
  deleteWhere(test: (key: string) => boolean): void {
    for (const key of [...this.#entries.keys()]) if (test(key)) this.delete(key);
  }
}
