import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Guide } from '../Guide';
import { Icon } from '../Icon';
import { isNarrow } from '../proving/WhyPanel';
import { boxes, follow, hovered, photo, result, selected, unfollow } from '../session';
import { state } from '../state/store';
import { chooseTruth, hoverTruth, paintGround, stepObject } from '../proving/on_picture';
import { onScene } from '../proving/scene_state';
import { TruthDetails } from '../proving/TruthDetails';
import { Details } from './Details';
import { Divider } from './Divider';
import type { DetectionResult } from '../../engine/protocol';
import { attachGestures } from './gestures';
import { hit } from './hit';
import { Key } from './Key';
import { LongWork } from './LongWork';
import { Promised } from './Promised';
import { fitCanvas, paintOverlay, paintPhoto, type Choice } from './paint';
import { shownDivider } from './opening';
import { toPhoto, type Point } from './view';
import { answerKey } from './keys';
import { bringIntoSight, currentView, fitPhoto, panBy, pictureSize, resizePicture, splitAt, zoomBy } from './viewport';

/** The side whose boxes are drawn at this place of the picture. */
function sideAt(at: Point): Choice['side'] {
  const compares = state.compare.value && state.pyramid.value;
  return compares && at.x < splitAt(shownDivider.value) ? 'fullFrame' : 'pyramid';
}

function choiceAt(at: Point): Choice | null {
  const view = currentView();
  const shown = boxes.value;
  if (!view || !shown) return null;
  const side = sideAt(at);
  const index = hit(shown[side], toPhoto(view, at), 4 / view.scale);
  return index < 0 ? null : { side, index };
}

const kNoLabels = { fullFrame: [], pyramid: [] };

export function Picture() {
  const box = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const observer = new ResizeObserver(([entry]) => {
      resizePicture((entry as ResizeObserverEntry).contentRect);
    });
    observer.observe(element);
    const detach = attachGestures(element, {
      pan: panBy,
      zoom: zoomBy,
      hover: (at) => {
        hovered.value = at && choiceAt(at);
        hoverTruth(at);
      },
      tap: (at) => {
        if (chooseTruth(at)) return;
        const choice = choiceAt(at);
        if (choice) follow(choice);
        else unfollow();
      },
    });
    return () => {
      observer.disconnect();
      detach();
    };
  }, []);

  useSignalEffect(() => {
    const shown = photo.value;
    const view = currentView();
    if (!below.current) return;
    const size = pictureSize.value;
    const context = fitCanvas(below.current, size);
    if (shown && view) paintPhoto(context, size, view, shown.bitmap, shown);
  });

  useSignalEffect(() => {
    const shown = photo.value;
    const view = currentView();
    if (!above.current) return;
    const size = pictureSize.value;
    const context = fitCanvas(above.current, size);
    if (!shown || !view) return;
    const found = boxes.value;
    const dividerPx = state.compare.value && state.pyramid.value ? splitAt(shownDivider.value) : null;
    paintOverlay(context, size, {
      view,
      photo: shown,
      plan: found?.plan ?? null,
      fullFrame: found?.fullFrame ?? null,
      pyramid: found?.pyramid ?? null,
      labels: found?.words.labels ?? kNoLabels,
      dividerPx,
      mistakes: state.mistakes.value ? (found?.judgement?.falseBoxes ?? null) : null,
      showTiles: state.tiles.value,
      showLabels: state.labels.value,
      chosen: hovered.value ? [...selected.value, hovered.value] : selected.value,
    });
    paintGround(context, size, view, dividerPx);
    if (found) {
      above.current.dataset.request = String(found.request);
      performance.mark('farsight-painted', { detail: found.request });
    }
  });

  return (
    <div class="picture-box">
      <div
        ref={box}
        class="picture"
        id="picture"
        data-testid="picture"
        tabIndex={0}
        role="group"
        aria-label="Picture. Arrow keys move it, plus and minus zoom, 0 fits it, N and P step through the detections."
        onKeyDown={onKey}
      >
        <canvas ref={below} aria-hidden="true" />
        <canvas ref={above} aria-hidden="true" />
        <Details />
        <TruthDetails />
      </div>
      {state.compare.value && state.pyramid.value && photo.value && <Divider />}
      {!isNarrow.value && <Key />}
      <Promised />
      <LongWork />
      {result.value && <Toolbar />}
      <Guide />
    </div>
  );
}

function onKey(event: KeyboardEvent): void {
  answerKey(event, { n: () => stepChoice(1), p: () => stepChoice(-1), Escape: unfollow });
}

function stepChoice(by: number): void {
  if (onScene.value) stepObject(by);
  else stepSelection(by);
}

/** Through what is drawn: on each side of the divider its own detections, from left to right of it the better first. */
function stepSelection(by: number): void {
  const shown = boxes.value;
  if (!shown) return;
  const drawn = drawnChoices(shown);
  if (drawn.length === 0) return;
  const at = drawn.findIndex(({ side, index }) =>
    selected.value.some((one) => one.side === side && one.index === index),
  );
  const next = drawn[at < 0 ? (by > 0 ? 0 : drawn.length - 1) : (at + by + drawn.length) % drawn.length] as Choice;
  follow(next);
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = shown[next.side].boxes.subarray(4 * next.index, 4 * next.index + 4);
  bringIntoSight([x0, y0, x1, y1]);
}

/** The detections whose middle is on the side of the divider that shows them. */
function drawnChoices(shown: DetectionResult): Choice[] {
  const view = currentView();
  if (!view) return [];
  const compares = state.compare.value && state.pyramid.value;
  const split = splitAt(shownDivider.value);
  return (['fullFrame', 'pyramid'] as const).flatMap((side) => {
    if (side === 'fullFrame' && !compares) return [];
    const { count, boxes: corners } = shown[side];
    const all = Array.from({ length: count }, (_, index) => ({ side, index }));
    if (!compares) return all;
    return all.filter(({ index }) => {
      const middle = ((corners[4 * index] ?? 0) + (corners[4 * index + 2] ?? 0)) / 2;
      const isLeft = middle * view.scale + view.x < split;
      return isLeft === (side === 'fullFrame');
    });
  });
}

function Toolbar() {
  const scale = currentView()?.scale ?? 1;
  const shows = state.compare.value && state.pyramid.value;
  return (
    <div class="toolbar" role="toolbar" aria-label="Picture">
      <Tool
        icon="compare"
        text="Compare with the full frame"
        pressed={shows}
        disabled={!state.pyramid.value}
        onClick={() => (state.compare.value = !state.compare.value)}
      />
      <Tool
        icon="tiles"
        text="Show the tiles"
        pressed={state.tiles.value}
        onClick={() => (state.tiles.value = !state.tiles.value)}
      />
      <Tool
        icon="labels"
        text="Show the labels"
        pressed={state.labels.value}
        onClick={() => (state.labels.value = !state.labels.value)}
      />
      {onScene.value && (
        <Tool
          icon="mistakes"
          text="Show the mistakes: false boxes crossed out, missed objects dashed"
          pressed={state.mistakes.value}
          onClick={() => (state.mistakes.value = !state.mistakes.value)}
        />
      )}
      {onScene.value && (
        <Tool
          icon="reach"
          text="Show the nearest anchor and the receptive field"
          pressed={state.reach.value}
          onClick={() => (state.reach.value = !state.reach.value)}
        />
      )}
      <span class="rule" />
      <Tool icon="minus" text="Zoom out" onClick={() => zoomBy(0.8)} />
      <output class="scale" aria-label="Picture scale">
        {Math.round(scale * 100)} %
      </output>
      <Tool icon="plus" text="Zoom in" onClick={() => zoomBy(1.25)} />
      <Tool icon="fit" text="Fit the picture" onClick={fitPhoto} />
    </div>
  );
}

interface ToolProps {
  icon: Parameters<typeof Icon>[0]['name'];
  text: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

function Tool({ icon, text, pressed, disabled, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      title={text}
      aria-label={text}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
