// The first seconds of a first visit: the divider moves as the tiles come in, so that a person sees what
// the full frame misses before the pyramid finds it. The picture itself never moves.

import { computed, effect, signal } from '@preact/signals';
import { result, status } from '../session';
import { state } from '../state/store';
import { prefersStillness } from './motion';

/** Part of the remaining way that the divider moves in a second. */
const kApproachPerSecond = 2.2;
/** Time to see the full frame's boxes before the divider crosses the first of them. */
const kPauseMs = 900;

/** Where the divider is while it opens; null: where the state says. */
const opening = signal<number | null>(location.search === '' && !prefersStillness() ? 1 : null);

export const shownDivider = computed(() => opening.value ?? state.divider.value);
export const isOpening = computed(() => opening.value !== null);

/** Plays once, and ends at the first key or touch. */
export function playOpening(): void {
  if (opening.peek() === null) return;
  const over = new AbortController();
  const end = () => {
    opening.value = null;
    over.abort();
  };
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'change']) {
    addEventListener(kind, end, { capture: true, passive: true, signal: over.signal });
  }
  const stopWatching = effect(() => {
    if (status.value.state === 'error') end();
  });
  over.signal.addEventListener('abort', stopWatching);

  let last = performance.now();
  let started = 0;
  requestAnimationFrame(function next(now) {
    if (over.signal.aborted) return;
    const found = result.peek();
    const seconds = Math.min(0.1, (now - last) / 1000);
    last = now;
    if (found && found.tilesDone > 0) {
      started ||= now;
      const rest = state.divider.peek();
      const goal = now - started < kPauseMs ? 1 : 1 - ((1 - rest) * found.tilesDone) / (found.plan.tiles.length / 4);
      const at = opening.peek() ?? rest;
      // Slows down near the goal; the constant term makes it arrive.
      opening.value = Math.max(goal, Math.min(at, at - kApproachPerSecond * seconds * (at - goal) - 0.02 * seconds));
      if (found.done && (opening.peek() ?? rest) - rest < 0.001) {
        end();
        return;
      }
    }
    requestAnimationFrame(next);
  });
}
