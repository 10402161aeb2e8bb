// Saves what the page shows.

import type { Detections, DetectionResult } from '../../engine/protocol';
import { labelNames, modelId, photo, result } from '../session';
import { state } from '../state/store';
import { paintGround } from '../proving/on_picture';
import { paintOverlay, paintPhoto } from '../picture/paint';
import { exportStem, pictureFile } from './names';

/** Longest side of the exported picture. */
const kMostSide = 4096;

interface Row {
  label: string;
  score: number;
  box: [number, number, number, number];
  level: number;
  tile: number;
  truncated: boolean;
  recovered: boolean;
}

export function rowsOf(detections: Detections, labels: readonly string[]): Row[] {
  return Array.from({ length: detections.count }, (_, index) => ({
    label: labels[detections.labels[index] ?? 0] ?? '',
    score: detections.scores[index] ?? 0,
    box: Array.from(detections.boxes.subarray(4 * index, 4 * index + 4)) as Row['box'],
    level: detections.levels[index] ?? 0,
    tile: detections.tiles[index] ?? 0,
    truncated: detections.truncated[index] === 1,
    recovered: detections.recovered[index] === 1,
  }));
}

/** One line a detection; fields are quoted as RFC 4180 says. */
export function toCsv(rows: readonly Row[]): string {
  const head = ['label', 'score', 'x0', 'y0', 'x1', 'y1', 'level', 'tile', 'truncated', 'recovered'];
  const lines = rows.map(({ label, score, box, level, tile, truncated, recovered }) => [
    label,
    score,
    ...box,
    level,
    tile,
    truncated,
    recovered,
  ]);
  return csvOf([head, ...lines]);
}

export function csvOf(lines: readonly (readonly (string | number | boolean)[])[]): string {
  const field = (value: string | number | boolean) => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [...lines.map((line) => line.map(field).join(',')), ''].join('\r\n');
}

/** Schema farsight.detections/1, as `farsight detect --format json` prints it. */
export function toJson(
  found: DetectionResult,
  labels: readonly string[],
  image: { file: string; width: number; height: number; model: string },
): string {
  const { total, decodeImage, preprocess, network, decodeHeads, merge } = found.timing;
  const entry = {
    ...image,
    plan: {
      tiles: found.plan.tiles.length / 4,
      levels: found.plan.levels.length,
      pixel_ratio: found.plan.pixelRatio,
    },
    timing_ms: { total, decode_image: decodeImage, preprocess, network, decode_heads: decodeHeads, merge },
    detections: rowsOf(found.pyramid, labels),
  };
  return `${JSON.stringify({ schema: 'farsight.detections/1', images: [entry] }, null, 2)}\n`;
}

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

export function exportCsv(): void {
  const found = result.value;
  if (found) save(new Blob([toCsv(rowsOf(found.pyramid, labelNames.value))], { type: 'text/csv' }), 'csv');
}

export function exportJson(): void {
  const found = result.value;
  const shown = photo.value;
  if (!found || !shown) return;
  const image = { file: pictureFile(), width: shown.width, height: shown.height, model: modelId.value };
  save(new Blob([toJson(found, labelNames.value, image)], { type: 'application/json' }), 'json');
}

export function save(blob: Blob, extension: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${exportStem()}.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
