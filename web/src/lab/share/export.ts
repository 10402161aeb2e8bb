// Saves what the page shows.

import { askExport, labelNames, photo, result } from '../session';
import { state } from '../state/store';
import { paintGround } from '../proving/on_picture';
import { paintOverlay, paintPhoto } from '../picture/paint';
import { picture } from './names';

/** Longest side of the exported picture. */
const kMostSide = 4096;

export async function exportPng(): Promise<void> {
  const shown = photo.value;
  const found = result.value;
  if (!shown || !found) return;
  const scale = Math.min(1, kMostSide / Math.max(shown.width, shown.height));
  const size = { width: Math.round(shown.width * scale), height: Math.round(shown.height * scale) };
  const view = { scale, x: 0, y: 0 };
  const canvas = new OffscreenCanvas(size.width, size.height);
  const layer = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
  const above = layer.getContext('2d') as unknown as CanvasRenderingContext2D;
  paintPhoto(context, size, view, shown.bitmap, shown);
  paintOverlay(above, size, {
    view,
    photo: shown,
    plan: found.plan,
    fullFrame: found.fullFrame,
    pyramid: found.pyramid,
    labelNames: labelNames.value,
    divider: state.compare.value && state.pyramid.value ? state.divider.value : null,
    showTiles: state.tiles.value,
    showLabels: state.labels.value,
    chosen: [],
  });
  paintGround(above, size, view);
  context.drawImage(layer, 0, 0);
  save(await canvas.convertToBlob({ type: 'image/png' }), 'png');
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

export function save(blob: Blob, extension: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${picture().stem}.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
