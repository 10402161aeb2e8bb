// The first seconds of a first visit: the divider moves as the tiles come in, so that a person sees what
// the full frame misses before the pyramid finds it. Then the picture zooms to what was found.

import { computed, effect, signal } from '@preact/signals';
import { result, status } from '../session';
import { state } from '../state/store';
import { prefersStillness } from './motion';
import { lookAt } from './viewport';

/** Part of the remaining way that the divider moves in a second. */
const kApproachPerSecond = 2.2;
/** Time to see the full frame's boxes before the divider crosses the first of them. */
const kPauseMs = 900;
/** The picture zooms to detections with at least this part of the best score, so that weak ones do not count. */
const kCertain = 2 / 3;

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
        zoomToFinds();
        return;
      }
    }
    requestAnimationFrame(next);
  });
}

/** Shows the part of the photo with the detections of high score, as large as the picture allows. */
function zoomToFinds(): void {
  const found = result.peek()?.pyramid;
  if (!found || found.count === 0) return;
  const least = kCertain * Math.max(...found.scores);
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < found.boxes.length; at += 4) {
    if ((found.scores[at / 4] ?? 0) < least) continue;
    bounds[0] = Math.min(bounds[0], found.boxes[at] ?? 0);
    bounds[1] = Math.min(bounds[1], found.boxes[at + 1] ?? 0);
    bounds[2] = Math.max(bounds[2], found.boxes[at + 2] ?? 0);
    bounds[3] = Math.max(bounds[3], found.boxes[at + 3] ?? 0);
  }
  const room = 0.1 * Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]);
  lookAt([bounds[0] - room, bounds[1] - room, bounds[2] + room, bounds[3] + room]);
}
