import { boxes, hovered, labelNames } from '../session';
import { screenBox } from './paint';
import { currentView, pictureSize } from './viewport';

/** What is known of the detection under the pointer. */
export function Details() {
  const choice = hovered.value;
  const found = boxes.value;
  const view = currentView();
  if (!choice || !found || !view) return null;
  const shown = found[choice.side];
  const { index } = choice;
  if (index >= shown.count) return null;
  const box = screenBox(view, shown, index);
  const level = shown.levels[index] ?? 0;
  const onLeft = box.x + box.width + 220 > pictureSize.value.width;
  const width = Math.round((shown.boxes[4 * index + 2] ?? 0) - (shown.boxes[4 * index] ?? 0));
  const height = Math.round((shown.boxes[4 * index + 3] ?? 0) - (shown.boxes[4 * index + 1] ?? 0));
  const zoom = found.plan.levels[level]?.zoom ?? 1;
  return (
    <div
      class="details"
      style={{
        left: `${onLeft ? Math.max(8, box.x - 212) : box.x + box.width + 12}px`,
        top: `${Math.min(Math.max(8, box.y), Math.max(8, pictureSize.value.height - 150))}px`,
      }}
    >
      <strong class={shown.recovered[index] ? 'is-recovered' : 'is-full'}>
        {labelNames.value[shown.labels[index] ?? 0]}
      </strong>
      <dl>
        <dt>Score</dt>
        <dd>{((shown.scores[index] ?? 0) * 100).toFixed(1)} %</dd>
        <dt>Size</dt>
        <dd>
          {width} × {height} px
        </dd>
        <dt>Level</dt>
        <dd>
          {level === 0 ? 'full frame' : `level ${level}`}, {zoom.toFixed(2)}×
        </dd>
        <dt>Tile</dt>
        <dd>
          {shown.tiles[index]}
          {shown.truncated[index] ? ', cut at its edge' : ''}
        </dd>
      </dl>
    </div>
  );
}
