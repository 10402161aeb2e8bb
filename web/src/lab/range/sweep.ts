// Moves the distance from near to far by itself.

import { effect, signal } from '@preact/signals';
import { confidence, followed, status } from '../session';
import { lab } from '../state/lab';
import { query, state } from '../state/store';

export const sweeping = signal(false);
/** Which distance of how many; null: none. */
export const sweepStep = signal<{ at: number; of: number } | null>(null);
/** What became of the object that was followed; '': nothing to say yet. */
export const followedText = () => lab.followed(query.value, confidence.value);

/** Even in the logarithm, as apparent size is. */
const kDistances = Array.from({ length: 13 }, (_, step) => lab.distanceOfStep(step));
/** A short way that most objects of a photo do not survive. */
const kWalk = [1, 1.4, 2, 2.8, 4];

/** Waits at each distance until the followed object's confidence is known there. */
export const sweep = () => go(kDistances);

/** The short way; it ends where both have lost the object, and shows where the first of them did. */
export async function walkAway(): Promise<void> {
  if (!(await go(kWalk, (point) => lost(point.fullFrame) && lost(point.pyramid)))) return;
  const first = confidence.peek().find((point) => lost(point.fullFrame));
  if (first) state.distance.value = first.distance;
}

const lost = (score: number) => score < state.score.peek();

type Point = (typeof confidence.value)[number];

/** False: something ended it before its time, such as a person who moves the distance. */
async function go(distances: readonly number[], isEnough: (point: Point) => boolean = () => false): Promise<boolean> {
  sweeping.value = true;
  let isWhole = true;
  for (const [at, distance] of distances.entries()) {
    sweepStep.value = { at: at + 1, of: distances.length };
    state.distance.value = distance;
    const point = await pointAt(distance);
    isWhole = point !== null;
    if (!point || isEnough(point)) break;
  }
  sweeping.value = false;
  sweepStep.value = null;
  return isWhole;
}

/** The followed object's scores there; null: the sweep is over. */
function pointAt(distance: number): Promise<Point | null> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const isOver =
        !sweeping.value ||
        !followed.value ||
        status.value.state === 'error' ||
        // A person has moved it.
        state.distance.value !== distance;
      const point = confidence.value.find((one) => one.distance === distance);
      if (!isOver && !point) return;
      resolve(isOver ? null : (point ?? null));
      // An effect cannot end itself while it runs for the first time.
      queueMicrotask(() => stop());
    });
  });
}
