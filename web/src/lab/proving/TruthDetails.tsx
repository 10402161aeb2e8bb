import { hovered } from '../session';
import { currentView, pictureSize } from '../picture/viewport';
import { toPicture } from '../picture/view';
import { hoveredObject, verdictOf } from './ground';

/** What the scene knows of the object under the pointer. */
export function TruthDetails() {
  const object = hoveredObject.value;
  const view = currentView();
  if (!object || !view || hovered.value) return null;
  const from = toPicture(view, { x: object.visible[0], y: object.visible[1] });
  const to = toPicture(view, { x: object.visible[2], y: object.visible[3] });
  const onLeft = to.x + 220 > pictureSize.value.width;
  return (
    <div
      class="details"
      data-testid="truth-details"
      style={{
        left: `${onLeft ? Math.max(8, from.x - 212) : to.x + 12}px`,
        top: `${Math.min(Math.max(8, from.y), Math.max(8, pictureSize.value.height - 150))}px`,
      }}
    >
      <strong>{object.name}</strong>
      <dl>
        <TruthRows object={object} />
        <dt>Verdict</dt>
        <dd>{verdictOf(object.id)?.verdict}</dd>
      </dl>
    </div>
  );
}

/** Ground truth as rows of a detection's details. */
export function TruthRows({ object }: { object: { distance: number; height: number; visibleFraction: number } }) {
  return (
    <>
      <dt>Away</dt>
      <dd>{object.distance.toFixed(1)} m</dd>
      <dt>Height</dt>
      <dd>{object.height.toFixed(1)} px</dd>
      {object.visibleFraction < 0.995 && (
        <>
          <dt>In sight</dt>
          <dd>{Math.round(100 * object.visibleFraction)} %</dd>
        </>
      )}
    </>
  );
}
