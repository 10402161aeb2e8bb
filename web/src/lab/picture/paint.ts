// Draws the picture: the photo on one canvas, boxes, tiles and the divider on another above it.

import type { Detections, PlanView } from '../../engine/protocol';
import type { Extent, View } from './view';

/** Okabe–Ito. */
export const kBlue = '#0072B2';
export const kOrange = '#E69F00';
/** False, where the truth is known. */
export const kVermilion = '#D55E00';
/** One a level, the full frame first, as tiles and the levels' bars show them. */
export const kLevelColours = ['#ffffff', '#56B4E9', '#F0E442', '#CC79A7', '#009E73', '#B9A5FF', '#FFB7A0', '#9AD9C6'];

export interface Scene {
  view: View;
  photo: Extent;
  plan: PlanView | null;
  fullFrame: Detections | null;
  pyramid: Detections | null;
  /** What stands at the boxes of each side, as far as there is something. */
  labels: { fullFrame: readonly string[]; pyramid: readonly string[] };
  /** Where the divider stands, in the picture's pixels; null shows the pyramid alone. */
  dividerPx: number | null;
  /** Places of the boxes of each side that are false and stand out; null: all are drawn alike. */
  mistakes: { fullFrame: readonly number[]; pyramid: readonly number[] } | null;
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
  const split = scene.dividerPx ?? 0;
  if (scene.dividerPx !== null) {
    const left = { x: 0, width: split, height: size.height };
    clipped(context, left, () => {
      if (scene.showTiles && scene.plan) paintTiles(context, scene.view, scene.plan, 0);
      if (scene.fullFrame) paintBoxes(context, scene, scene.fullFrame, 'fullFrame', left);
    });
  }
  const right = { x: split, width: size.width - split, height: size.height };
  clipped(context, right, () => {
    if (scene.showTiles && scene.plan) paintTiles(context, scene.view, scene.plan, null);
    if (scene.pyramid) paintBoxes(context, scene, scene.pyramid, 'pyramid', right);
  });
  for (const { side, index, everywhere } of scene.chosen) {
    const detections = scene[side];
    if (everywhere && detections && index < detections.count) paintChosen(context, scene, detections, index);
  }
}

/** One side of the divider. */
interface Stripe {
  x: number;
  width: number;
  height: number;
}

function clipped(context: CanvasRenderingContext2D, area: Stripe, draw: () => void): void {
  if (area.width <= 0) return;
  context.save();
  context.beginPath();
  context.rect(area.x, 0, area.width, area.height);
  context.clip();
  draw();
  context.restore();
}

/** Outlines of all tiles, each level in its own colour and with its own dashes. */
function paintTiles(context: CanvasRenderingContext2D, view: View, plan: PlanView, only: number | null): void {
  plan.levels.forEach((_, index) => {
    if (only !== null && index !== only) return;
    context.beginPath();
    for (let tile = 0; tile < plan.tiles.length / 4; tile += 1) {
      if (plan.inputs[4 * tile] === index) tilePath(context, view, plan, tile);
    }
    context.lineWidth = 3;
    context.strokeStyle = 'rgb(12 15 19 / 0.5)';
    context.stroke();
    context.lineWidth = 1.5;
    context.strokeStyle = kLevelColours[index % kLevelColours.length] as string;
    context.setLineDash(index === 0 ? [] : [10 - 2 * Math.min(index, 4), 3]);
    context.stroke();
    context.setLineDash([]);
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
  stripe: Stripe,
): void {
  const { view } = scene;
  const wrong = new Set(scene.mistakes?.[side]);
  const blue = new Path2D();
  const orange = new Path2D();
  for (let index = 0; index < detections.count; index += 1) {
    if (wrong.has(index)) continue;
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

  if (wrong.size > 0) paintFalse(context, scene, detections, wrong);
  const chosen = scene.chosen.filter((choice) => choice.side === side && choice.index < detections.count);
  for (const { index } of chosen) paintChosen(context, scene, detections, index);
  if (scene.showLabels) {
    const first = chosen.map(({ index }) => index);
    paintLabels(context, scene, detections, { side, first, wrong, stripe });
  }
}

/** Crossed out, so that they are told from the others without their colour. */
function paintFalse(
  context: CanvasRenderingContext2D,
  scene: Scene,
  detections: Detections,
  wrong: ReadonlySet<number>,
): void {
  const path = new Path2D();
  for (const index of wrong) {
    const { x, y, width, height } = screenBox(scene.view, detections, index);
    path.rect(x, y, width, height);
    path.moveTo(x, y);
    path.lineTo(x + width, y + height);
    path.moveTo(x + width, y);
    path.lineTo(x, y + height);
  }
  context.lineWidth = 3.5;
  context.strokeStyle = 'rgb(255 255 255 / 0.6)';
  context.stroke(path);
  context.lineWidth = 2;
  context.strokeStyle = kVermilion;
  context.stroke(path);
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

interface LabelPlan {
  side: Choice['side'];
  /** Labelled before all others. */
  first: readonly number[];
  wrong: ReadonlySet<number>;
  stripe: Stripe;
}

/** Labels the best detections; leaves out labels that would cover another one, be larger than their box or be cut. */
function paintLabels(
  context: CanvasRenderingContext2D,
  scene: Scene,
  detections: Detections,
  { side, first, wrong, stripe }: LabelPlan,
): void {
  context.font = kFont;
  context.textBaseline = 'middle';
  const taken: ScreenBox[] = [];
  for (let rank = -first.length; rank < detections.count && taken.length < kMostLabels; rank += 1) {
    const index = rank < 0 ? (first[rank + first.length] as number) : rank;
    const box = screenBox(scene.view, detections, index);
    if (rank >= 0 && (first.includes(index) || Math.max(box.width, box.height) < 18)) continue;
    const text = scene.labels[side][index];
    if (text === undefined) continue;
    const chip = chipAt(box, context.measureText(text).width + 10, stripe);
    if (!chip || (rank >= 0 && taken.some((other) => overlap(chip, other)))) continue;
    taken.push(chip);
    const recovered = detections.recovered[index];
    context.fillStyle = wrong.has(index) ? kVermilion : recovered ? kOrange : kBlue;
    context.beginPath();
    context.roundRect(chip.x, chip.y, chip.width, chip.height, 3);
    context.fill();
    context.fillStyle = recovered || wrong.has(index) ? '#1a1200' : '#ffffff';
    context.fillText(text, chip.x + 5, chip.y + chip.height / 2 + 0.5);
  }
}

/** Where a label stands whole in its stripe: over its box, or inside it at the top; null: nothing of the box is there. */
export function chipAt(box: ScreenBox, width: number, stripe: Stripe): ScreenBox | null {
  const right = stripe.x + stripe.width;
  if (box.x + box.width <= stripe.x || box.x >= right || width > stripe.width) return null;
  const x = Math.min(right - width, Math.max(stripe.x, box.x - 1));
  const y = box.y - 17 < 0 ? box.y + 1 : box.y - 17;
  return { x, y, width, height: 16 };
}

function overlap(a: ScreenBox, b: ScreenBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
