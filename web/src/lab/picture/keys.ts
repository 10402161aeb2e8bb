// The keys of a picture: the page's own and the compared ones share how they pan and zoom.

import { fitPhoto, panBy, zoomBy } from './viewport';

/** Screen pixels that an arrow key moves the photo. */
const kStep = 60;

const kViewKeys: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => panBy(kStep, 0),
  ArrowRight: () => panBy(-kStep, 0),
  ArrowUp: () => panBy(0, kStep),
  ArrowDown: () => panBy(0, -kStep),
  '+': () => zoomBy(1.25),
  '=': () => zoomBy(1.25),
  '-': () => zoomBy(0.8),
  '0': fitPhoto,
};

/** Pans, zooms, or does what `more` has for the key. With Control, Meta or Alt a key is the browser's. */
export function answerKey(event: KeyboardEvent, more: Readonly<Record<string, () => void>>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = kViewKeys[event.key] ?? more[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}
