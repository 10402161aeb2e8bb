// Saves what the page shows.

import type { DetectionResult, PhotoView } from '../../engine/protocol';
import { askExport, photo, result } from '../session';
import { state } from '../state/store';
import { paintGround } from '../proving/on_picture';
import { kBlue, kOrange, paintOverlay, paintPhoto } from '../picture/paint';
import type { Extent } from '../picture/view';
import { picture } from './names';

/** Longest side of the exported picture. */
const kMostSide = 4096;

/** Which result a saved picture shows. */
export type Drawn = 'pyramid' | 'full-frame' | 'both';

/** The photo with its boxes: one result, or both side by side with a line and a legend. */
export async function exportPng(drawn: Drawn): Promise<void> {
  const shown = photo.value;
  const found = result.value;
  if (!shown || !found) return;
  const across = drawn === 'both' ? 2 : 1;
  const scale = Math.min(1, kMostSide / Math.max(across * shown.width, shown.height));
  const size = { width: Math.round(shown.width * scale), height: Math.round(shown.height * scale) };
  const canvas = new OffscreenCanvas(across * size.width, size.height + (drawn === 'both' ? kLegendPx : 0));
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const sides = drawn === 'both' ? (['full-frame', 'pyramid'] as const) : ([drawn] as const);
  for (const [at, side] of sides.entries()) context.drawImage(sideOf(side, size, scale), at * size.width, 0);
  if (drawn === 'both') paintLegend(context, size);
  save(await canvas.convertToBlob({ type: 'image/png' }), 'png', drawn === 'both' ? 'side-by-side' : drawn);
}

function sideOf(side: 'full-frame' | 'pyramid', size: Extent, scale: number): OffscreenCanvas {
  const shown = photo.value as PhotoView;
  const found = result.value as DetectionResult;
  const view = { scale, x: 0, y: 0 };
  const canvas = new OffscreenCanvas(size.width, size.height);
  const layer = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
  const above = layer.getContext('2d') as unknown as CanvasRenderingContext2D;
  // The divider at the picture's far edge leaves the full frame's side alone.
  const dividerPx = side === 'full-frame' ? size.width : null;
  paintPhoto(context, size, view, shown.bitmap, shown);
  paintOverlay(above, size, {
    view,
    photo: shown,
    plan: found.plan,
    fullFrame: found.fullFrame,
    pyramid: found.pyramid,
    labels: found.words.labels,
    dividerPx,
    mistakes: state.mistakes.value ? (found.judgement?.falseBoxes ?? null) : null,
    showTiles: state.tiles.value,
    showLabels: state.labels.value,
    chosen: [],
  });
  paintGround(above, size, view, dividerPx);
  context.drawImage(layer, 0, 0);
  return canvas;
}

const kLegendPx = 34;

/** A line between both halves, what each of them is, and the colours. */
function paintLegend(context: CanvasRenderingContext2D, { width, height }: Extent): void {
  const { fullFrameAlone, total } = (result.value as DetectionResult).counts;
  context.fillStyle = '#14191f';
  context.fillRect(width - 1, 0, 2, height + kLegendPx);
  context.font = "600 14px 'Inter Variable', system-ui, sans-serif";
  context.textBaseline = 'middle';
  const y = height + kLegendPx / 2;
  context.fillText(`Full frame alone: ${fullFrameAlone}`, 12, y);
  const words = `With the pyramid: ${total}`;
  context.fillText(words, width + 12, y);
  let x = width + 36 + context.measureText(words).width;
  for (const [colour, text] of [
    [kBlue, 'on the full frame too'],
    [kOrange, 'recovered'],
  ] as const) {
    context.fillStyle = colour;
    context.fillRect(x, y - 6, 12, 12);
    context.fillStyle = '#14191f';
    context.fillText(text, x + 18, y);
    x += 36 + context.measureText(text).width;
  }
}

/** The very pixels that were looked at, for the command and for other programs. */
export async function exportPhoto(): Promise<void> {
  const shown = photo.value;
  if (!shown) return;
  const canvas = new OffscreenCanvas(shown.width, shown.height);
  canvas.getContext('2d', { alpha: false })?.drawImage(shown.bitmap, 0, 0);
  save(await canvas.convertToBlob({ type: 'image/png' }), 'png');
}

const types = { json: 'application/json', csv: 'text/csv' };

/** As `farsight detect` writes them: the engine does, with the same code. */
export async function exportText(what: 'json' | 'csv'): Promise<void> {
  save(new Blob([await askExport(what, picture().file)], { type: types[what] }), what);
}

/** `what` tells files of one picture apart. */
export function save(blob: Blob, extension: string, what = ''): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${picture().stem}${what && `-${what}`}.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
