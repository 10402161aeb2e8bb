// The configurations that were measured in this visit, as a table.

import type { CurveView } from '../../engine/proving/protocol';
import { csvOf } from '../share/export';

export interface Configuration {
  model: string;
  setting: string;
  curve: CurveView;
}

/** What of the settings differs from the page's first ones, in words. */
export function settingText({ settings }: CurveView): string {
  const { pyramid, levels, finestZoom, overlap, filter, score, merge, weather, place } = settings;
  const words = [pyramid ? 'pyramid' : 'full frame only'];
  if (pyramid && levels > 0) words.push(`${levels} levels`);
  if (pyramid && finestZoom > 0) words.push(`to ${finestZoom}×`);
  if (pyramid && overlap !== 0.25) words.push(`overlap ${Math.round(100 * overlap)} %`);
  if (filter !== 'triangle') words.push(filter);
  if (score !== 0.3) words.push(`score ${Math.round(100 * score)} %`);
  if (merge !== 'keep-best') words.push(merge);
  if (weather !== 'any') words.push(weather);
  if (place !== 'any') words.push(place);
  return words.join(', ');
}

const finite = (value: number | null) => (value === null ? '' : value === Infinity ? 'inf' : value.toFixed(2));

/** One line a configuration; an interval's ends follow their D50. */
export function configurationsCsv(rows: readonly Configuration[]): string {
  const head = [
    'model',
    'setting',
    'scenes',
    'tiles',
    'ms',
    'd50_full_frame_m',
    'd50_full_frame_low_m',
    'd50_full_frame_high_m',
    'd50_pyramid_m',
    'd50_pyramid_low_m',
    'd50_pyramid_high_m',
  ];
  const lines = rows.map(({ model, setting, curve: { curves, tiles, ms, settings } }) => {
    const full = curves.fullFrame.d50;
    const deep = settings.pyramid ? curves.pyramid.d50 : { place: null, low: null, high: null };
    return [
      model,
      setting,
      curves.scenes,
      tiles,
      ms.toFixed(0),
      ...[full.place, full.low, full.high, deep.place, deep.low, deep.high].map(finite),
    ];
  });
  return csvOf([head, ...lines]);
}
