// Where the photo stands in the picture: CSS pixels = photo pixels * scale + (x, y).

export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** x0, y0, x1, y1 in photo pixels. */
export type Area = readonly [number, number, number, number];

const kMargin = 16;
const kMostScale = 32;

/** The whole photo, centred. */
export function fit(photo: Extent, picture: Extent): View {
  const margin = Math.min(kMargin, picture.width / 20, picture.height / 20);
  const scale = Math.max(
    1e-4,
    Math.min((picture.width - 2 * margin) / photo.width, (picture.height - 2 * margin) / photo.height),
  );
  return {
    scale,
    x: (picture.width - photo.width * scale) / 2,
    y: (picture.height - photo.height * scale) / 2,
  };
}

/** Zooms by a factor; the photo's point under `at` stays there. */
export function zoomAt(view: View, at: Point, factor: number, photo: Extent, picture: Extent): View {
  const least = fit(photo, picture).scale * 0.5;
  const scale = Math.min(kMostScale, Math.max(Math.min(least, kMostScale), view.scale * factor));
  const ratio = scale / view.scale;
  return keepInSight({ scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }, photo, picture);
}

export function pan(view: View, dx: number, dy: number, photo: Extent, picture: Extent): View {
  return keepInSight({ ...view, x: view.x + dx, y: view.y + dy }, photo, picture);
}

/** The same part of the photo in a picture of another size: its centre stays, and it is as much enlarged as before. */
export function resized(view: View, photo: Extent, from: Extent, to: Extent): View {
  const middle = toPhoto(view, { x: from.width / 2, y: from.height / 2 });
  const scale = view.scale * (fit(photo, to).scale / fit(photo, from).scale);
  return keepInSight({ scale, x: to.width / 2 - middle.x * scale, y: to.height / 2 - middle.y * scale }, photo, to);
}

/** From where to where the photo is seen across the picture. */
export function span(view: View, photo: Extent, picture: Extent): { left: number; right: number } {
  const left = Math.min(picture.width, Math.max(0, view.x));
  return { left, right: Math.max(left, Math.min(picture.width, view.x + photo.width * view.scale)) };
}

/** Part of the photo as large as the picture holds; at most the photo's pixels four times enlarged. */
export function frame(area: Area, photo: Extent, picture: Extent): View {
  const [x0, y0, x1, y1] = area;
  const least = fit(photo, picture).scale;
  const wanted = Math.min(picture.width / (x1 - x0), picture.height / (y1 - y0));
  const scale = Math.max(least, Math.min(4, wanted));
  const x = picture.width / 2 - (scale * (x0 + x1)) / 2;
  const y = picture.height / 2 - (scale * (y0 + y1)) / 2;
  return { scale, x: cover(x, photo.width * scale, picture.width), y: cover(y, photo.height * scale, picture.height) };
}

/** Where the photo is larger than the picture none of its edges comes inside; where smaller it is centred. */
function cover(position: number, size: number, room: number): number {
  return size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, position));
}

/** Between two views: the scale changes evenly in its logarithm, as zooming feels even. */
export function mix(from: View, to: View, part: number, centre: Point): View {
  const scale = from.scale * (to.scale / from.scale) ** part;
  const start = toPhoto(from, centre);
  const end = toPhoto(to, centre);
  // The centre moves with the part of the way that the zoom has gone, so that the path looks straight.
  const gone = to.scale === from.scale ? part : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
  const at = { x: start.x + (end.x - start.x) * gone, y: start.y + (end.y - start.y) * gone };
  return { scale, x: centre.x - at.x * scale, y: centre.y - at.y * scale };
}

/** Moves the least so that the photo covers the picture's centre. */
function keepInSight(view: View, photo: Extent, picture: Extent): View {
  const clamp = (position: number, size: number, room: number) =>
    Math.min(room / 2, Math.max(room / 2 - size, position));
  return {
    scale: view.scale,
    x: clamp(view.x, photo.width * view.scale, picture.width),
    y: clamp(view.y, photo.height * view.scale, picture.height),
  };
}

export function toPhoto(view: View, at: Point): Point {
  return { x: (at.x - view.x) / view.scale, y: (at.y - view.y) / view.scale };
}

export function toPicture(view: View, at: Point): Point {
  return { x: at.x * view.scale + view.x, y: at.y * view.scale + view.y };
}
