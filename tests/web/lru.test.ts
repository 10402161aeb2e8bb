import { describe, expect, it } from 'vitest';
import { LruCache } from '../../web/src/engine/lru';

describe('the tile cache', () => {
  it('gives back what was put in', () => {
    const cache = new LruCache<number>(10);
    cache.set('a', 1, 4);
    expect(cache.get('a')).toBe(1);
    expect(cache.get('b')).toBeUndefined();
  });

  it('forgets the entry unused longest when the costs exceed its capacity', () => {
    const cache = new LruCache<number>(10);
    cache.set('a', 1, 4);
    cache.set('b', 2, 4);
    cache.get('a');
    cache.set('c', 3, 4);
    expect([cache.has('a'), cache.has('b'), cache.has('c')]).toEqual([true, false, true]);
    expect(cache.cost).toBe(8);
  });

  it('counts a replaced entry once', () => {
    const cache = new LruCache<number>(10);
    cache.set('a', 1, 6);
    cache.set('a', 2, 8);
    expect([cache.get('a'), cache.cost, cache.size]).toEqual([2, 8, 1]);
  });

  it('keeps what it has when something larger than itself is put in', () => {
    const cache = new LruCache<number>(10);
    cache.set('a', 1, 10);
    cache.set('b', 2, 11);
    expect([cache.has('a'), cache.has('b')]).toEqual([true, false]);
  });

  it('drops a replaced entry that has become too large', () => {
    const cache = new LruCache<number>(10);
    cache.set('a', 1, 5);
    cache.set('a', 2, 11);
    expect([cache.has('a'), cache.cost]).toEqual([false, 0]);
  });

  it('forgets entries by their key', () => {
    const cache = new LruCache<number>(10);
    for (const key of ['x/1', 'x/2', 'y/1']) cache.set(key, 0, 1);
    cache.deleteWhere((key) => key.startsWith('x/'));
    expect([cache.size, cache.cost]).toEqual([1, 1]);
  });
});
