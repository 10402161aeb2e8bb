// Distances at which recall crosses a level, in words.

import type { Crossing } from '../../engine/proving/protocol';

/** The study's bins reach from 5 to 100 metres. */
export function metres(value: number | null): string {
  if (value === null) return '–';
  if (value === Infinity) return '> 100';
  if (value < 5) return '< 5';
  return value >= 20 ? value.toFixed(0) : value.toFixed(1);
}

export function interval({ low, high }: Crossing): string {
  return low === null || high === null ? '' : `${metres(low)} to ${metres(high)}`;
}
