import { describe, expect, it } from 'vitest';
import { fromQuery, initialState, keys, properties, toQuery } from '../../web/src/lab/state/properties';

describe('the state table', () => {
  it('writes nothing for the defaults', () => {
    expect(toQuery(initialState())).toBe('');
  });

  it('writes what differs, in the order of the table, under the names of the command’s flags', () => {
    const state = { ...initialState(), iou: 0.6, finestZoom: 1.5, pyramid: false, photo: 'harbour.jpg' };
    expect(toQuery(state)).toBe('photo=harbour.jpg&pyramid=off&finest-zoom=1.5&iou=0.6');
  });

  it('reads back every state that it writes', () => {
    const state = {
      ...initialState(),
      photo: 'a',
      model: 'ssd_v2',
      distance: 3.4,
      levels: 5,
      finestZoom: 2.35,
      overlap: 0.4,
      filter: 'lanczos3' as const,
      backend: 'webgpu' as const,
      score: 0.07,
      merge: 'wbf' as const,
      divider: 0.13,
      tiles: true,
      labels: false,
      compare: false,
    };
    expect(fromQuery(toQuery(state))).toEqual({ state, ignored: [] });
  });

  it('gives each property a parameter of its own', () => {
    expect(new Set(keys.map((key) => properties[key].param)).size).toBe(keys.length);
  });

  it('brings numbers out of range back to the nearest bound', () => {
    expect(fromQuery('score=7&overlap=-1').state).toMatchObject({ score: 0.99, overlap: 0 });
  });

  it('rounds numbers to the step of their slider', () => {
    expect(fromQuery('finest-zoom=1.512').state.finestZoom).toBe(1.5);
  });

  it('takes 0 as the core’s own choice where there is one, and as a bound elsewhere', () => {
    expect(fromQuery('levels=0').state.levels).toBe(0);
    expect(fromQuery('score=0').state.score).toBe(0.05);
  });

  it.each(['score=', 'score=much', 'score=NaN', 'score=Infinity', 'merge=best', 'pyramid=yes', 'photo=../etc'])(
    'keeps the default for %s and says so',
    (query) => {
      const { state, ignored } = fromQuery(query);
      expect(state).toEqual(initialState());
      expect(ignored).toEqual([query.split('=')[0]]);
    },
  );

  it('leaves parameters of others alone', () => {
    expect(fromQuery('utm_source=x')).toEqual({ state: initialState(), ignored: [] });
  });
});
