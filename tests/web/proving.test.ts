import { describe, expect, test } from 'vitest';
import { readMoves, withMove } from '../../web/src/lab/proving/moves';
import { truthAt } from '../../web/src/lab/proving/paint_truth';
import { fromQuery, initialState, toQuery } from '../../web/src/lab/state/properties';

describe('moved objects in the state', () => {
  test('are read as written, one object once, in the order of their ids', () => {
    const first = withMove('', 3, 25.5);
    expect(first).toBe('3:25.5');
    const second = withMove(first, 0, 60);
    expect(second).toBe('0:60_3:25.5');
    expect(withMove(second, 3, 12.04)).toBe('0:60_3:12');
    expect(readMoves(second)).toEqual([
      [0, 60],
      [3, 25.5],
    ]);
    expect(readMoves('')).toEqual([]);
  });

  test('stay within the distances the core takes', () => {
    expect(readMoves('0:1_1:999')).toEqual([
      [0, 2],
      [1, 999],
    ]);
  });

  test('survive a link, and a broken one is named', () => {
    const state = { ...initialState(), source: 'scene' as const, seed: 12, moves: '0:60_3:25.5' };
    const query = toQuery(state);
    expect(fromQuery(query)).toEqual({ state, ignored: [] });
    for (const broken of ['0:', '0:5_', '_0:5', '0:5__1:6', 'a:5', '0:5.55']) {
      expect(fromQuery(`moves=${broken}`).ignored, broken).toEqual(['moves']);
    }
  });
});

test('the object under a point is the smallest in sight', () => {
  const object = (id: number, visible: [number, number, number, number], visibleFraction = 1) => ({
    id,
    name: 'car',
    visible,
    amodal: visible,
    visibleFraction,
    distance: 10,
    height: 10,
    truncated: false,
  });
  const objects = [object(0, [0, 0, 100, 100]), object(1, [40, 40, 60, 60]), object(2, [45, 45, 50, 50], 0)];
  expect(truthAt(objects, { x: 47, y: 47 }, 0)?.id).toBe(1);
  expect(truthAt(objects, { x: 5, y: 5 }, 0)?.id).toBe(0);
  expect(truthAt(objects, { x: 103, y: 50 }, 4)?.id).toBe(0);
  expect(truthAt(objects, { x: 105, y: 50 }, 4)).toBeNull();
});
