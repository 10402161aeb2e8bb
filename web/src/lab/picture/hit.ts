// Which detection lies under a point.

import type { Detections } from '../../engine/protocol';
import type { Point } from './view';

/** The smallest box that holds the point, grown by `reach` on every side; -1: none. */
export function hit(detections: Detections, at: Point, reach: number): number {
  let best = -1;
  let bestArea = Infinity;
  const { boxes } = detections;
  for (let index = 0; index < detections.count; index += 1) {
    const x0 = boxes[4 * index] as number;
    const y0 = boxes[4 * index + 1] as number;
    const x1 = boxes[4 * index + 2] as number;
    const y1 = boxes[4 * index + 3] as number;
    const inside = at.x >= x0 - reach && at.x <= x1 + reach && at.y >= y0 - reach && at.y <= y1 + reach;
    const area = (x1 - x0) * (y1 - y0);
    if (inside && area < bestArea) {
      best = index;
      bestArea = area;
    }
  }
  return best;
}
