// Detections beside boxes that were drawn by eye: who is found, who is missed, and which boxes are false.

import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The boxes of assets/truth/ for a photo; null: nobody has drawn any. */
export function truthOf(photo) {
  const file = new URL(`../assets/truth/${basename(photo).replace(/\.[^.]*$/, '')}.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

const area = ([x0, y0, x1, y1]) => Math.max(0, x1 - x0) * Math.max(0, y1 - y0);

function shared(a, b) {
  return area([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
}

const iou = (a, b) => shared(a, b) / (area(a) + area(b) - shared(a, b));

/**
 * COCO's rule at an IoU of one half: the best score chooses first, each object is found once, and a box of which
 * half lies on a crowd is neither right nor wrong. `detections` are those of `farsight detect --format json`.
 */
export function judge(truth, detections) {
  const boxes = truth.annotations.map(({ bbox: [x, y, width, height], iscrowd }) => ({
    box: [x, y, x + width, y + height],
    isCrowd: iscrowd === 1,
  }));
  const names = truth.categories.map(({ name }) => name.toLowerCase());
  const objects = boxes.filter(({ isCrowd }) => !isCrowd);
  const found = new Set();
  let wrong = 0;
  for (const { label, box } of detections) {
    if (!names.includes(label.toLowerCase())) continue;
    const free = objects.filter((object) => !found.has(object) && iou(object.box, box) >= 0.5);
    const best = free.sort((a, b) => iou(b.box, box) - iou(a.box, box))[0];
    const isOnCrowd = boxes.some((other) => other.isCrowd && shared(other.box, box) >= 0.5 * area(box));
    if (best) found.add(best);
    else if (!isOnCrowd) wrong += 1;
  }
  return { objects: objects.length, found: found.size, missed: objects.length - found.size, wrong };
}
