// Draws the picture: the photo on one canvas, boxes, tiles and the divider on another above it.

import type { Detections, PlanView } from '../../engine/protocol';
import type { Extent, View } from './view';

/** Okabe–Ito. */
export const kBlue = '#0072B2';
export const kOrange = '#E69F00';

export interface Scene {
  view: View;
  photo: Extent;
  plan: PlanView | null;
  fullFrame: Detections | null;
  pyramid: Detections | null;
  labelNames: readonly string[];
  /** Where the divider stands, as a fraction of the picture's width; null shows the pyramid alone. */
  divider: number | null;
  showTiles: boolean;
  showLabels: boolean;
  /** Detections drawn strong: the one under the pointer and the followed object on each side. */
  chosen: readonly Choice[];
}

export interface Choice {
  side: 'fullFrame' | 'pyramid';
  index: number;
  /** Drawn on both sides of the divider: it was pointed at elsewhere. */
  everywhere?: boolean;
}

const kFont = "600 11px 'Inter Variable', system-ui, sans-serif";
const kMostLabels = 80;

/** Sizes the canvas to its box at the screen's density; a no-op when it already fits. */
export function fitCanvas(canvas: HTMLCanvasElement, size: Extent): CanvasRenderingContext2D {
  const density = Math.min(3, devicePixelRatio || 1);
  const width = Math.max(1, Math.round(size.width * density));
  const height = Math.max(1, Math.round(size.height * density));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.setTransform(density, 0, 0, density, 0, 0);
  return context;
}

export function paintPhoto(
  context: CanvasRenderingContext2D,
  size: Extent,
  view: View,
  bitmap: ImageBitmap,
  photo: Extent,
): void {
  context.clearRect(0, 0, size.width, size.height);
  // At a large scale pixels are drawn as squares, not smoothed.
  context.imageSmoothingEnabled = view.scale < 4;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, view.x, view.y, photo.width * view.scale, photo.height * view.scale);
}

export function paintOverlay(context: CanvasRenderingContext2D, size: Extent, scene: Scene): void {
  context.clearRect(0, 0, size.width, size.height);
  const split = scene.divider === null ? 0 : scene.divider * size.width;
  if (scene.divider !== null) {
    clipped(context, { x: 0, width: split, height: size.height }, () => {
      if (scene.showTiles && scene.plan) paintTiles(context, scene.view, scene.plan, 0);
      if (scene.fullFrame) paintBoxes(context, scene, scene.fullFrame, 'fullFrame');
    });
  }
  clipped(context, { x: split, width: size.width - split, height: size.height }, () => {
    if (scene.showTiles && scene.plan) paintTiles(context, scene.view, scene.plan, null);
    if (scene.pyramid) paintBoxes(context, scene, scene.pyramid, 'pyramid');
  });
  for (const { side, index, everywhere } of scene.chosen) {
    const detections = scene[side];
    if (everywhere && detections && index < detections.count) paintChosen(context, scene, detections, index);
  }
}

function clipped(
  context: CanvasRenderingContext2D,
  area: { x: number; width: number; height: number },
  draw: () => void,
): void {
  if (area.width <= 0) return;
  context.save();
  context.beginPath();
  context.rect(area.x, 0, area.width, area.height);
  context.clip();
  draw();
  context.restore();
}

/** Outlines of all tiles, the finer the level the fainter. */
function paintTiles(context: CanvasRenderingContext2D, view: View, plan: PlanView, only: number | null): void {
  plan.levels.forEach((level, index) => {
    if (only !== null && index !== only) return;
    context.beginPath();
    for (let tile = level.firstTile; tile < level.firstTile + level.columns * level.rows; tile += 1) {
      tilePath(context, view, plan, tile);
    }
    context.lineWidth = 2.5;
    context.strokeStyle = 'rgb(0 0 0 / 0.28)';
    context.stroke();
    context.lineWidth = 1;
    context.strokeStyle = `rgb(255 255 255 / ${0.85 - (0.5 * index) / Math.max(1, plan.levels.length - 1)})`;
    context.stroke();
  });
}

function tilePath(context: CanvasRenderingContext2D, view: View, plan: PlanView, tile: number): void {
  const [x, y, width, height] = plan.tiles.subarray(4 * tile, 4 * tile + 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  context.rect(x * view.scale + view.x, y * view.scale + view.y, width * view.scale, height * view.scale);
}

interface ScreenBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function screenBox(view: View, detections: Detections, index: number): ScreenBox {
  const at = 4 * index;
  const x0 = detections.boxes[at] ?? 0;
  const y0 = detections.boxes[at + 1] ?? 0;
  const x1 = detections.boxes[at + 2] ?? 0;
  const y1 = detections.boxes[at + 3] ?? 0;
  return {
    x: x0 * view.scale + view.x,
    y: y0 * view.scale + view.y,
    width: (x1 - x0) * view.scale,
    height: (y1 - y0) * view.scale,
  };
}

function paintBoxes(
  context: CanvasRenderingContext2D,
  scene: Scene,
  detections: Detections,
  side: Choice['side'],
): void {
  const { view } = scene;
  const blue = new Path2D();
  const orange = new Path2D();
  for (let index = 0; index < detections.count; index += 1) {
    const { x, y, width, height } = screenBox(view, detections, index);
    (detections.recovered[index] ? orange : blue).rect(x, y, width, height);
  }
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.strokeStyle = 'rgb(255 255 255 / 0.55)';
  context.stroke(blue);
  context.strokeStyle = 'rgb(0 0 0 / 0.5)';
  context.stroke(orange);
  context.lineWidth = 2;
  context.strokeStyle = kBlue;
  context.stroke(blue);
  context.strokeStyle = kOrange;
  context.stroke(orange);

  const chosen = scene.chosen.filter((choice) => choice.side === side && choice.index < detections.count);
  for (const { index } of chosen) paintChosen(context, scene, detections, index);
  if (scene.showLabels) {
    const first = chosen.map(({ index }) => index);
    paintLabels(context, scene, detections, first);
  }
}

function paintChosen(context: CanvasRenderingContext2D, scene: Scene, detections: Detections, index: number): void {
  if (scene.plan) {
    context.beginPath();
    tilePath(context, scene.view, scene.plan, detections.tiles[index] ?? 0);
    context.lineWidth = 3;
    context.strokeStyle = 'rgb(0 0 0 / 0.4)';
    context.stroke();
    context.setLineDash([6, 4]);
    context.lineWidth = 1.5;
    context.strokeStyle = 'rgb(255 255 255 / 0.9)';
    context.stroke();
    context.setLineDash([]);
  }
  const { x, y, width, height } = screenBox(scene.view, detections, index);
  context.fillStyle = detections.recovered[index] ? 'rgb(230 159 0 / 0.22)' : 'rgb(0 114 178 / 0.25)';
  context.fillRect(x, y, width, height);
  context.lineWidth = 3.5;
  context.strokeStyle = detections.recovered[index] ? kOrange : kBlue;
  context.strokeRect(x, y, width, height);
}

/** Labels the best detections; leaves out labels that would cover another one or be larger than their box. */
function paintLabels(
  context: CanvasRenderingContext2D,
  scene: Scene,
  detections: Detections,
  first: readonly number[],
): void {
  context.font = kFont;
  context.textBaseline = 'middle';
  const taken: ScreenBox[] = [];
  for (let rank = -first.length; rank < detections.count && taken.length < kMostLabels; rank += 1) {
    const index = rank < 0 ? (first[rank + first.length] as number) : rank;
    const box = screenBox(scene.view, detections, index);
    if (rank >= 0 && (first.includes(index) || Math.max(box.width, box.height) < 18)) continue;
    const name = scene.labelNames[detections.labels[index] ?? 0] ?? '';
    const text = `${name} ${Math.round(100 * (detections.scores[index] ?? 0))}`;
    const chip = { x: box.x - 1, y: box.y - 17, width: context.measureText(text).width + 10, height: 16 };
    if (chip.y < 0) chip.y = box.y + 1;
    if (rank >= 0 && taken.some((other) => overlap(chip, other))) continue;
    taken.push(chip);
    const recovered = detections.recovered[index];
    context.fillStyle = recovered ? kOrange : kBlue;
    context.beginPath();
    context.roundRect(chip.x, chip.y, chip.width, chip.height, 3);
    context.fill();
    context.fillStyle = recovered ? '#1a1200' : '#ffffff';
    context.fillText(text, chip.x + 5, chip.y + chip.height / 2 + 0.5);
  }
}

function overlap(a: ScreenBox, b: ScreenBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
