// What part of the photo the picture shows, and how it gets there.

import { effect, signal } from '@preact/signals';
import { photo } from '../session';
import { animate } from './motion';
import { fit, frame, mix, pan, zoomAt, type Area, type Point, type View } from './view';

export const pictureSize = signal({ width: 1, height: 1 });
/** Null fits the whole photo. */
export const chosenView = signal<View | null>(null);

let stopGlide: () => void = () => undefined;
let shownPhoto = '';

/** Another photo is shown whole, and so is one that moves away. A scene stays as one looks at it. */
effect(() => {
  const shown = photo.value;
  const name = shown?.truth ? 'scene' : `${shown?.id}@${shown?.distance}`;
  if (name === shownPhoto) return;
  shownPhoto = name;
  stopGlide();
  chosenView.value = null;
});

export function currentView(): View | null {
  const shown = photo.value;
  if (!shown) return null;
  return chosenView.value ?? fit(shown, pictureSize.value);
}

export function zoomBy(factor: number, at?: Point): void {
  const view = currentView();
  const shown = photo.value;
  if (!view || !shown) return;
  stopGlide();
  const size = pictureSize.value;
  const centre = { x: size.width / 2, y: size.height / 2 };
  chosenView.value = zoomAt(view, at ?? centre, factor, shown, size);
}

export function panBy(dx: number, dy: number): void {
  const view = currentView();
  const shown = photo.value;
  if (!view || !shown) return;
  stopGlide();
  chosenView.value = pan(view, dx, dy, shown, pictureSize.value);
}

export function fitPhoto(): void {
  const shown = photo.value;
  if (!shown) return;
  glide(fit(shown, pictureSize.value), () => (chosenView.value = null));
}

/** Moves so that this part of the photo fills the picture; gives the view it moves to. */
export function lookAt(area: Area): View | null {
  const shown = photo.value;
  if (!shown) return null;
  const to = frame(area, shown, pictureSize.value);
  glide(to);
  return to;
}

function glide(to: View, then: () => void = () => undefined): void {
  const from = currentView();
  if (!from) return;
  stopGlide();
  const { width, height } = pictureSize.value;
  const centre = { x: width / 2, y: height / 2 };
  stopGlide = animate(500, (part) => (chosenView.value = mix(from, to, part, centre)), then);
}
