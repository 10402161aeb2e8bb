import { describe, expect, it } from 'vitest';
import { chipAt } from '../../web/src/lab/picture/paint';
import { fit, frame, mix, pan, resized, span, toPhoto, toPicture, zoomAt } from '../../web/src/lab/picture/view';

const photo = { width: 4000, height: 2000 };
const picture = { width: 832, height: 632 };

describe('the view of the picture', () => {
  it('fits the whole photo within its margin, centred', () => {
    // (832 - 32) / 4000 = 0.2; the photo is then 800 by 400 and stands at (16, 116).
    expect(fit(photo, picture)).toEqual({ scale: 0.2, x: 16, y: 116 });
  });

  it('keeps the photo’s point under the pointer while zooming', () => {
    const at = { x: 300, y: 250 };
    const before = fit(photo, picture);
    const after = zoomAt(before, at, 3, photo, picture);
    expect(after.scale).toBeCloseTo(0.6, 12);
    expect(toPhoto(after, at).x).toBeCloseTo(toPhoto(before, at).x, 9);
    expect(toPhoto(after, at).y).toBeCloseTo(toPhoto(before, at).y, 9);
  });

  it('maps there and back', () => {
    const view = { scale: 0.37, x: -12, y: 31 };
    const back = toPhoto(view, toPicture(view, { x: 123, y: 45 }));
    expect(back.x).toBeCloseTo(123, 9);
    expect(back.y).toBeCloseTo(45, 9);
  });

  it('never lets the photo leave the centre of the picture', () => {
    const far = pan(fit(photo, picture), 5000, -5000, photo, picture);
    expect(far).toEqual({ scale: 0.2, x: 416, y: 316 - 400 });
  });

  it('stops zooming at both ends', () => {
    const start = fit(photo, picture);
    const centre = { x: 416, y: 316 };
    expect(zoomAt(start, centre, 1e9, photo, picture).scale).toBe(32);
    expect(zoomAt(start, centre, 1e-9, photo, picture).scale).toBeCloseTo(0.1, 12);
  });

  it('frames a part of the photo as large as the picture holds', () => {
    // The area is half as wide and half as high as the picture, so its centre (1208, 658) lies at (416, 316) at 2×.
    expect(frame([1000, 500, 1416, 816], photo, picture)).toEqual({ scale: 2, x: 416 - 2416, y: 316 - 1316 });
  });

  it('frames no less than the photo and keeps its edges outside the picture', () => {
    expect(frame([-9000, -9000, 9000, 9000], photo, picture)).toEqual(fit(photo, picture));
    expect(frame([-100, -100, 316, 216], photo, picture)).toEqual({ scale: 2, x: 0, y: 0 });
  });

  it('glides from one view to another with an even zoom', () => {
    const from = { scale: 0.2, x: 16, y: 116 };
    const to = { scale: 3.2, x: -2000, y: -1000 };
    const centre = { x: 416, y: 316 };
    expect(mix(from, to, 0, centre)).toEqual(from);
    const end = mix(from, to, 1, centre);
    expect([end.scale, end.x, end.y].map((value) => Number(value.toFixed(9)))).toEqual([3.2, -2000, -1000]);
    // Half way the scale is the geometric mean, √(0.2 · 3.2) = 0.8.
    expect(mix(from, to, 0.5, centre).scale).toBeCloseTo(0.8, 12);
  });
});

describe('the picture in another size', () => {
  it('shows the same part of the photo, as much enlarged as before', () => {
    // Twice as large but for the margin: (1664 - 32) / 4000 = 0.408 against 0.2.
    const grown = { width: 1664, height: 1264 };
    const before = zoomAt(fit(photo, picture), { x: 416, y: 316 }, 3, photo, picture);
    const after = resized(before, photo, picture, grown);
    expect(after.scale).toBeCloseTo((0.6 * 0.408) / 0.2, 12);
    const middle = toPhoto(before, { x: 416, y: 316 });
    expect(toPhoto(after, { x: 832, y: 632 }).x).toBeCloseTo(middle.x, 9);
    expect(toPhoto(after, { x: 832, y: 632 }).y).toBeCloseTo(middle.y, 9);
  });

  it('sees the photo between its own edges, or those of the picture where it is larger', () => {
    expect(span({ scale: 0.2, x: 16, y: 116 }, photo, picture)).toEqual({ left: 16, right: 816 });
    expect(span({ scale: 1, x: -500, y: 0 }, photo, picture)).toEqual({ left: 0, right: 832 });
  });
});

describe('the label of a box', () => {
  const stripe = { x: 100, width: 300, height: 600 };
  it('stands over its box, whole on its side of the line', () => {
    expect(chipAt({ x: 150, y: 200, width: 40, height: 80 }, 60, stripe)).toEqual({
      x: 149,
      y: 183,
      width: 60,
      height: 16,
    });
    // The box goes on beyond the line on either side.
    expect(chipAt({ x: 80, y: 200, width: 40, height: 80 }, 60, stripe)?.x).toBe(100);
    expect(chipAt({ x: 390, y: 200, width: 40, height: 80 }, 60, stripe)?.x).toBe(340);
  });

  it('is left out where nothing of its box is, and stands inside a box at the top', () => {
    expect(chipAt({ x: 10, y: 200, width: 40, height: 80 }, 60, stripe)).toBeNull();
    expect(chipAt({ x: 150, y: 4, width: 40, height: 80 }, 60, stripe)?.y).toBe(5);
  });
});
