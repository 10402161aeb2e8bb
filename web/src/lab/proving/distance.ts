// Distances at which recall crosses a level, in words.

import type { Crossing } from '../../engine/proving/protocol';

/** The study's bins reach from 5 to 150 metres. */
export function metres(value: number | null): string {
  if (value === null) return '–';
  if (value === Infinity) return '> 150';
  if (value < 5) return '< 5';
  return value >= 20 ? value.toFixed(0) : value.toFixed(1);
}

/** Resampling a few scenes says too little of the ones not seen. */
const kFewScenes = 5;

export function interval({ low, high }: Crossing, scenes: number): string {
  if (low === null || high === null || scenes < kFewScenes) return '';
  return `${metres(low)} to ${metres(high)}`;
}

export const scenesText = (count: number) => (count === 1 ? '1 scene' : `${count} scenes`);
