// The proving ground's part of the picture: what is drawn over it and what a pointer finds.

import { boxes, labelNames, photo } from '../session';
import { toPhoto, type Extent, type Point, type View } from '../picture/view';
import { currentView } from '../picture/viewport';
import { state } from '../state/store';
import { chosenObject, hoveredObject, objects, verdictOf, why } from './ground';
import { paintTruth, truthAt, type ReachBox } from './paint_truth';
import { onScene } from './scene_state';

export function paintGround(
  context: CanvasRenderingContext2D,
  size: Extent,
  view: View,
  dividerPx: number | null,
): void {
  if (!onScene.value || !photo.value?.truth) return;
  const known = boxes.value !== null && labelNames.value.length > 0;
  paintTruth(context, size, {
    view,
    objects: objects.value,
    found: (id, side) => (known ? (verdictOf(id)?.[side] ?? null) : null),
    dividerPx,
    chosen: chosenObject.value,
    hovered: hoveredObject.value,
    reach: state.reach.value ? reachBoxes() : [],
  });
}

/** The nearest anchor and the receptive field of its cell on the full frame, around the chosen object. */
function reachBoxes(): ReachBox[] {
  const { field, anchor } = why.value?.why.reach ?? { field: null, anchor: null };
  const shown: ReachBox[] = [];
  if (field) shown.push({ kind: 'field', text: 'Receptive field', box: field });
  if (anchor) shown.push({ kind: 'anchor', text: 'Nearest anchor', box: anchor });
  return shown;
}

function objectAt(at: Point) {
  const view = currentView();
  return view && onScene.value ? truthAt(objects.value, toPhoto(view, at), 4 / view.scale) : null;
}

export function hoverTruth(at: Point | null): void {
  hoveredObject.value = at && objectAt(at);
}

/** True when there is an object here, which then is the chosen one. */
export function chooseTruth(at: Point): boolean {
  const object = objectAt(at);
  if (object) state.object.value = object.id;
  return object !== null;
}

/** Chooses the next object in sight, or the one before; the nearest comes first. */
export function stepObject(by: number): void {
  const inSight = objects.value
    .filter(({ visibleFraction }) => visibleFraction > 0)
    .sort((a, b) => a.distance - b.distance);
  if (inSight.length === 0) return;
  const at = inSight.findIndex(({ id }) => id === state.object.value);
  const next = inSight[at < 0 ? 0 : (at + by + inSight.length) % inSight.length];
  if (next) state.object.value = next.id;
}
