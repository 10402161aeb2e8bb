import { expect, test } from 'vitest';
import { truthAt } from '../../web/src/lab/proving/paint_truth';

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
