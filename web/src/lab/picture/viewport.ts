// What part of the photo the picture shows, and how it gets there.

import { batch, effect, signal } from '@preact/signals';
import { photo } from '../session';
import { animate } from './motion';
import {
  fit,
  frame,
  mix,
  pan,
  resized,
  span,
  toPicture,
  zoomAt,
  type Area,
  type Extent,
  type Point,
  type View,
} from './view';

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

/** The picture has another size: it goes on showing what it shows. */
export function resizePicture({ width, height }: Extent): void {
  const from = pictureSize.peek();
  const to = { width: Math.max(1, width), height: Math.max(1, height) };
  if (from.width === to.width && from.height === to.height) return;
  batch(() => {
    const view = chosenView.peek();
    const shown = photo.peek();
    if (view && shown) {
      stopGlide();
      chosenView.value = resized(view, shown, from, to);
    }
    pictureSize.value = to;
  });
}

/** Where a line stands that has this part of the photo in sight on its left, in the picture's pixels. */
export function splitAt(fraction: number): number {
  const view = currentView();
  const shown = photo.value;
  if (!view || !shown) return fraction * pictureSize.value.width;
  const { left, right } = span(view, shown, pictureSize.value);
  return left + fraction * (right - left);
}

/** The part of the photo in sight that lies left of this place; the other way round. */
export function fractionAt(x: number): number {
  const view = currentView();
  const shown = photo.value;
  if (!view || !shown) return x / pictureSize.value.width;
  const { left, right } = span(view, shown, pictureSize.value);
  return right > left ? (x - left) / (right - left) : 0;
}

/** Moves the photo the least so that this part of it is in sight; nothing when it is. */
export function bringIntoSight([x0, y0, x1, y1]: Area): void {
  const view = currentView();
  if (!view) return;
  const size = pictureSize.value;
  const from = toPicture(view, { x: x0, y: y0 });
  const to = toPicture(view, { x: x1, y: y1 });
  const move = (start: number, end: number, room: number) =>
    start < 0 ? -start + 24 : end > room ? Math.max(room - end - 24, -start) : 0;
  const [dx, dy] = [move(from.x, to.x, size.width), move(from.y, to.y, size.height)];
  if (dx !== 0 || dy !== 0) panBy(dx, dy);
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
