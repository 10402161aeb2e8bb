// Draws the ground truth of a scene over the picture: what is missed, dashed, and the chosen object with
// what the network could take in around it.

import type { Corners, ObjectTruth } from '../../engine/proving/protocol';
import type { Extent, View } from '../picture/view';

export interface TruthLayer {
  view: View;
  objects: readonly ObjectTruth[];
  /** By id, on each side of the divider; null: it does not count. */
  found: (id: number, side: 'fullFrame' | 'pyramid') => boolean | null;
  /** In CSS pixels; null shows the pyramid alone. */
  dividerPx: number | null;
  chosen: ObjectTruth | null;
  hovered: ObjectTruth | null;
  /** Boxes around the chosen object; empty when they are not asked for. */
  reach: readonly ReachBox[];
}

/** What a network can take in around an object, in photo pixels. */
export interface ReachBox {
  kind: 'anchor' | 'field';
  text: string;
  box: Corners;
}

const kFont = "600 11px 'Inter Variable', system-ui, sans-serif";

export function paintTruth(context: CanvasRenderingContext2D, size: Extent, layer: TruthLayer): void {
  const split = layer.dividerPx ?? 0;
  inStripe(context, size, 0, split, () => paintMissed(context, layer, 'fullFrame'));
  inStripe(context, size, split, size.width, () => paintMissed(context, layer, 'pyramid'));
  for (const { kind, text, box } of layer.reach) paintReach(context, screen(layer.view, box), kind, text);
  if (layer.hovered && layer.hovered.id !== layer.chosen?.id) paintFocus(context, layer.view, layer.hovered, 1.5);
  if (layer.chosen) paintFocus(context, layer.view, layer.chosen, 2);
}

type ScreenRect = [x: number, y: number, width: number, height: number];

const screen = (view: View, [x0, y0, x1, y1]: Corners): ScreenRect => [
  x0 * view.scale + view.x,
  y0 * view.scale + view.y,
  (x1 - x0) * view.scale,
  (y1 - y0) * view.scale,
];

function inStripe(context: CanvasRenderingContext2D, size: Extent, from: number, to: number, draw: () => void): void {
  if (to <= from) return;
  context.save();
  context.beginPath();
  context.rect(from, 0, to - from, size.height);
  context.clip();
  draw();
  context.restore();
}

function paintMissed(context: CanvasRenderingContext2D, layer: TruthLayer, side: 'fullFrame' | 'pyramid'): void {
  const path = new Path2D();
  for (const object of layer.objects) {
    if (layer.found(object.id, side) === false) path.rect(...screen(layer.view, object.visible));
  }
  context.setLineDash([]);
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(255 255 255 / 0.75)';
  context.stroke(path);
  context.setLineDash([5, 4]);
  context.lineWidth = 2;
  context.strokeStyle = '#4b5563';
  context.stroke(path);
  context.setLineDash([]);
}

/** Corners around an object, so that its box beneath stays in sight. */
function paintFocus(context: CanvasRenderingContext2D, view: View, object: ObjectTruth, width: number): void {
  const box = object.visibleFraction > 0 ? object.visible : object.amodal;
  const [x, y, w, h] = screen(view, box);
  const gap = 5;
  const arm = Math.max(6, Math.min(14, 0.3 * Math.max(w, h)));
  const path = new Path2D();
  for (const [cx, cy, dx, dy] of [
    [x - gap, y - gap, 1, 1],
    [x + w + gap, y - gap, -1, 1],
    [x - gap, y + h + gap, 1, -1],
    [x + w + gap, y + h + gap, -1, -1],
  ] as const) {
    path.moveTo(cx + dx * arm, cy);
    path.lineTo(cx, cy);
    path.lineTo(cx, cy + dy * arm);
  }
  context.lineCap = 'square';
  context.lineWidth = width + 2.5;
  context.strokeStyle = 'rgb(12 15 19 / 0.75)';
  context.stroke(path);
  context.lineWidth = width;
  context.strokeStyle = '#ffffff';
  context.stroke(path);
  context.lineCap = 'butt';
}

function paintReach(context: CanvasRenderingContext2D, rect: ScreenRect, kind: ReachBox['kind'], text: string): void {
  context.setLineDash(kind === 'anchor' ? [] : [2, 4]);
  context.lineWidth = 3.5;
  context.strokeStyle = 'rgb(12 15 19 / 0.55)';
  context.strokeRect(...rect);
  context.lineWidth = 1.5;
  context.strokeStyle = '#ffffff';
  context.strokeRect(...rect);
  context.setLineDash([]);
  const [x, y, , height] = rect;
  context.font = kFont;
  context.textBaseline = 'middle';
  const width = context.measureText(text).width + 10;
  context.fillStyle = 'rgb(12 15 19 / 0.82)';
  context.beginPath();
  context.roundRect(x, y + height + 3, width, 16, 3);
  context.fill();
  context.fillStyle = '#ffffff';
  context.fillText(text, x + 5, y + height + 11.5);
}

/** The smallest object under the point that is in sight; null: none. */
export function truthAt(
  objects: readonly ObjectTruth[],
  at: { x: number; y: number },
  reach: number,
): ObjectTruth | null {
  let best: ObjectTruth | null = null;
  let bestArea = Infinity;
  for (const object of objects) {
    const [x0, y0, x1, y1] = object.visible;
    const inside = at.x >= x0 - reach && at.x <= x1 + reach && at.y >= y0 - reach && at.y <= y1 + reach;
    const area = (x1 - x0) * (y1 - y0);
    if (object.visibleFraction > 0 && inside && area < bestArea) {
      best = object;
      bestArea = area;
    }
  }
  return best;
}
