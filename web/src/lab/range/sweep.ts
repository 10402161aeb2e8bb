// Moves the distance from near to far by itself.

import { effect, signal } from '@preact/signals';
import { confidence, followed, status } from '../session';
import { lab } from '../state/lab';
import { state } from '../state/store';

export const sweeping = signal(false);
/** Even in the logarithm, as apparent size is. */
const kDistances = Array.from({ length: 13 }, (_, step) => lab.distanceOfStep(step));

/** Waits at each distance until the followed object's confidence is known there. */
export async function sweep(): Promise<void> {
  sweeping.value = true;
  for (const distance of kDistances) {
    if (!sweeping.peek() || !followed.peek()) break;
    state.distance.value = distance;
    await until(
      () =>
        !sweeping.value ||
        status.value.state === 'error' ||
        confidence.value.some((point) => point.distance === distance),
    );
  }
  sweeping.value = false;
}

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!condition()) return;
      resolve();
      // An effect cannot end itself while it runs for the first time.
      queueMicrotask(() => stop());
    });
  });
}
