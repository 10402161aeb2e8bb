import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Detections, DetectionResult } from '../../engine/protocol';
import { follow, hovered, labelNames, photo, selected, settled, status } from '../session';
import { state } from '../state/store';
import { fitCanvas, kOrange } from './paint';
import { span, type Area, type View } from './view';
import { lookAt, pictureSize } from './viewport';

const kMost = 40;
/** Side of the square shown around an object, in sides of its box. */
const kSurround = 1.7;
const kLeastSidePx = 16;

/** The recovered objects, enlarged, since they are small in the picture. */
export function Recovered() {
  const found = settled.value;
  const indices = found ? recoveredIn(found.pyramid) : [];
  return (
    <section class="recovered-strip" aria-label="Recovered by the pyramid, enlarged">
      {found && indices.length > 0 ? (
        <ul>
          {indices.map((index) => (
            <li key={index}>
              <Find found={found} index={index} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="fact">{emptyText(found)}</p>
      )}
    </section>
  );
}

function recoveredIn(detections: Detections): number[] {
  const indices: number[] = [];
  for (let index = 0; index < detections.count && indices.length < kMost; index += 1) {
    if (detections.recovered[index]) indices.push(index);
  }
  return indices;
}

function emptyText(found: DetectionResult | null): string {
  const isIn = found?.done && status.value.state !== 'working';
  return isIn ? found.words.noFinds : 'Boxes that only the pyramid has will stand here, enlarged.';
}

function Find({ found, index }: { found: DetectionResult; index: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { boxes, labels } = found.pyramid;
  const area = Array.from(boxes.subarray(4 * index, 4 * index + 4)) as unknown as Area;
  const bitmap = photo.value?.bitmap;
  useLayoutEffect(() => {
    if (canvas.current && bitmap) paintFind(canvas.current, bitmap, area);
  }, [bitmap, ...area]);
  const name = labelNames.value[labels[index] ?? 0] ?? '';
  const [score] = found.words.list[index] ?? [''];
  const height = Math.round(area[3] - area[1]);
  const chosen = selected.value.some((choice) => choice.side === 'pyramid' && choice.index === index);
  const point = (over: boolean) => (hovered.value = over ? { side: 'pyramid', index, everywhere: true } : null);
  return (
    <button
      type="button"
      class="find"
      aria-pressed={chosen}
      onPointerEnter={() => point(true)}
      onPointerLeave={() => point(false)}
      onFocus={() => point(true)}
      onBlur={() => point(false)}
      onClick={() => {
        follow({ side: 'pyramid', index });
        const view = lookAt(around(area, 7));
        if (view) uncover(area, view);
      }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <small>
        {height} px<span class="sr"> high,</span>
      </small>
      <span>{name}</span>
      <b>
        <span class="sr">score </span>
        {score}
      </b>
    </button>
  );
}

/** Moves the divider off an object that it would hide on the full frame's side. */
function uncover([x0]: Area, view: View): void {
  const shown = photo.value;
  if (!shown) return;
  const { left, right } = span(view, shown, pictureSize.value);
  const part = (x0 * view.scale + view.x - 24 - left) / Math.max(1, right - left);
  if (part < state.divider.value) state.divider.value = Math.max(0, Math.floor(100 * part) / 100);
}

/** A square around the box, `times` its longer side. */
function around([x0, y0, x1, y1]: Area, times: number): Area {
  const side = Math.max(kLeastSidePx, times * Math.max(x1 - x0, y1 - y0));
  const x = (x0 + x1) / 2;
  const y = (y0 + y1) / 2;
  return [x - side / 2, y - side / 2, x + side / 2, y + side / 2];
}

function paintFind(canvas: HTMLCanvasElement, bitmap: ImageBitmap, box: Area): void {
  const size = { width: canvas.clientWidth, height: canvas.clientHeight };
  const context = fitCanvas(canvas, size);
  const [left, top, right] = around(box, kSurround);
  const scale = size.width / (right - left);
  context.clearRect(0, 0, size.width, size.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, -left * scale, -top * scale, bitmap.width * scale, bitmap.height * scale);
  const place = [(box[0] - left) * scale, (box[1] - top) * scale] as const;
  const extent = [(box[2] - box[0]) * scale, (box[3] - box[1]) * scale] as const;
  context.lineWidth = 3.5;
  context.strokeStyle = 'rgb(0 0 0 / 0.45)';
  context.strokeRect(...place, ...extent);
  context.lineWidth = 2;
  context.strokeStyle = kOrange;
  context.strokeRect(...place, ...extent);
}
