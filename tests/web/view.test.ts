import { describe, expect, it } from 'vitest';
import { fit, pan, toPhoto, toPicture, zoomAt } from '../../web/src/lab/picture/view';

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
});
