import { useRef } from 'preact/hooks';
import { boxes } from '../session';
import { table } from '../../generated/table';
import { state } from '../state/store';
import { shownDivider } from './opening';
import { fractionAt, pictureSize, splitAt } from './viewport';

const { min, max } = table.divider;
/** Under this width a side is too narrow for its name. */
const kSideRoomPx = 132;
const clamp = (value: number) => Math.round(100 * Math.min(max, Math.max(min, value))) / 100;

/** Boxes of a photo, and how many of a scene's objects are found. */
function tallyOf(side: 'fullFrame' | 'pyramid'): string {
  const found = boxes.value;
  if (!found) return '';
  const { judgement } = found;
  return judgement ? `${judgement[side]} of ${judgement.inSight}` : String(found[side].count);
}

/** Left of it the picture shows what the full frame found, right of it what the pyramid found. */
export function Divider() {
  const handle = useRef<HTMLDivElement>(null);
  const at = shownDivider.value;
  const left = splitAt(at);

  const follow = (event: PointerEvent) => {
    const bounds = handle.current?.parentElement?.getBoundingClientRect();
    if (bounds) state.divider.value = clamp(fractionAt(event.clientX - bounds.left));
  };

  return (
    <div
      ref={handle}
      class="divider"
      style={{ left: `${left}px` }}
      data-testid="divider"
      role="slider"
      tabIndex={0}
      aria-label="Divider between full frame and pyramid"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * at)}
      aria-valuetext={`${Math.round(100 * at)} % full frame`}
      aria-orientation="horizontal"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
      onKeyDown={(event) => {
        const step = event.shiftKey ? 0.1 : 0.02;
        const next: Record<string, number> = {
          ArrowLeft: at - step,
          ArrowDown: at - step,
          ArrowRight: at + step,
          ArrowUp: at + step,
          PageDown: at - 0.1,
          PageUp: at + 0.1,
          Home: min,
          End: max,
        };
        const value = next[event.key];
        if (value === undefined) return;
        event.preventDefault();
        state.divider.value = clamp(value);
      }}
    >
      <span class="divider-side left" hidden={left < kSideRoomPx} aria-hidden="true">
        Full frame <b>{tallyOf('fullFrame')}</b>
      </span>
      <span class="divider-knob" aria-hidden="true" />
      <span class="divider-side right" hidden={pictureSize.value.width - left < kSideRoomPx} aria-hidden="true">
        Pyramid <b>{tallyOf('pyramid')}</b>
      </span>
    </div>
  );
}
