// Pointers, wheel and pinch become pan, zoom, hover and tap.

import type { Point } from './view';

export interface GestureTarget {
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: Point): void;
  /** Null when the pointer leaves. */
  hover(at: Point | null): void;
  tap(at: Point): void;
}

const kTapSlopPx = 4;

/** Listens on the element until the returned function is called. */
export function attachGestures(element: HTMLElement, target: GestureTarget): () => void {
  const pointers = new Map<number, Point>();
  let moved = false;
  let start: Point = { x: 0, y: 0 };
  const stop = new AbortController();
  const { signal } = stop;

  const place = (event: MouseEvent): Point => {
    const bounds = element.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  };

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, place(event));
      moved = pointers.size > 1;
      start = place(event);
    },
    { signal },
  );

  element.addEventListener(
    'pointermove',
    (event) => {
      const now = place(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        target.hover(now);
        return;
      }
      if (!moved && Math.hypot(now.x - start.x, now.y - start.y) < kTapSlopPx) return;
      moved = true;
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) pinch(target, before, now, other);
      else target.pan(now.x - before.x, now.y - before.y);
      pointers.set(event.pointerId, now);
    },
    { signal },
  );

  const end = (event: PointerEvent) => {
    const known = pointers.delete(event.pointerId);
    if (known && event.type === 'pointerup' && !moved && pointers.size === 0) target.tap(place(event));
  };
  element.addEventListener('pointerup', end, { signal });
  element.addEventListener('pointercancel', end, { signal });
  element.addEventListener('pointerleave', () => target.hover(null), { signal });

  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      // Lines (mode 1) and pages (mode 2) count as 16 and 400 pixels; a pinch on a touchpad sets ctrlKey.
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
      const speed = event.ctrlKey ? 0.01 : 0.0018;
      target.zoom(Math.exp(-event.deltaY * unit * speed), place(event));
    },
    { signal, passive: false },
  );

  return () => stop.abort();
}

function pinch(target: GestureTarget, before: Point, now: Point, other: Point): void {
  const spreadBefore = Math.hypot(before.x - other.x, before.y - other.y);
  const spreadNow = Math.hypot(now.x - other.x, now.y - other.y);
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  target.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  if (spreadBefore > 8) target.zoom(spreadNow / spreadBefore, middle);
}
