import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { DetectionResult } from '../../engine/protocol';
import { attachGestures } from '../picture/gestures';
import { fitCanvas, paintOverlay, paintPhoto } from '../picture/paint';
import { answerKey } from '../picture/keys';
import { currentView, panBy, pictureSize, resizePicture, zoomBy } from '../picture/viewport';
import { chosenObject, hoveredObject, objects, verdictOf } from '../proving/ground';
import { chooseTruth, hoverTruth, stepObject } from '../proving/on_picture';
import { paintTruth } from '../proving/paint_truth';
import { onScene } from '../proving/scene_state';
import { photo, stale } from '../session';
import { state } from '../state/store';

interface Props {
  side: 'a' | 'b';
  title: string;
  setting: string;
  found: () => DetectionResult | null;
  working: boolean;
}

/** One of two pictures side by side; both move and zoom together. */
export function Pane({ side, title, setting, found, working }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const observer = new ResizeObserver(([entry]) => {
      resizePicture((entry as ResizeObserverEntry).contentRect);
    });
    // Both panes are of one size: one of them tells.
    if (side === 'a') observer.observe(element);
    const detach = attachGestures(element, {
      pan: panBy,
      zoom: zoomBy,
      hover: hoverTruth,
      tap: (at) => void chooseTruth(at),
    });
    return () => {
      observer.disconnect();
      detach();
    };
  }, []);

  useSignalEffect(() => {
    const view = currentView();
    if (!below.current) return;
    const context = fitCanvas(below.current, pictureSize.value);
    if (photo.value && view) paintPhoto(context, pictureSize.value, view, photo.value.bitmap, photo.value);
  });

  useSignalEffect(() => {
    const view = currentView();
    const size = pictureSize.value;
    if (!above.current) return;
    const context = fitCanvas(above.current, size);
    const shown = found();
    if (!photo.value || !view) return;
    const isCurrent = shown !== null && !stale.value;
    paintOverlay(context, size, {
      view,
      photo: photo.value,
      plan: shown?.plan ?? null,
      fullFrame: null,
      pyramid: isCurrent ? shown.pyramid : null,
      labels: { fullFrame: [], pyramid: isCurrent ? shown.words.labels.pyramid : [] },
      dividerPx: null,
      mistakes: state.mistakes.value && isCurrent ? (shown.judgement?.falseBoxes ?? null) : null,
      showTiles: state.tiles.value,
      showLabels: state.labels.value,
      chosen: [],
    });
    if (!onScene.value) return;
    paintTruth(context, size, {
      view,
      objects: objects.value,
      found: (id) => (isCurrent ? (verdictOf(id, shown)?.pyramid ?? null) : null),
      dividerPx: null,
      chosen: chosenObject.value,
      hovered: hoveredObject.value,
      reach: [],
    });
  });

  return (
    <section class={`pane side-${side}`} aria-label={`${side.toUpperCase()}: ${title}, ${setting}`} aria-busy={working}>
      <header>
        <b class="letter" aria-hidden="true">
          {side.toUpperCase()}
        </b>
        <span class="pane-title">
          {title}
          <small>{setting}</small>
        </span>
        <Tally side={side} found={found()} />
      </header>
      <div
        ref={box}
        class="picture"
        id={side === 'a' ? 'picture' : undefined}
        data-testid={`pane-${side}`}
        tabIndex={0}
        role="group"
        aria-label={`Picture ${side.toUpperCase()}. Arrow keys move both, plus and minus zoom, 0 fits them, N and P step through the objects.`}
        onKeyDown={onKey}
      >
        <canvas ref={below} aria-hidden="true" />
        <canvas ref={above} aria-hidden="true" />
      </div>
    </section>
  );
}

function Tally({ side, found }: { side: string; found: DetectionResult | null }) {
  const verdict = found?.judgement;
  const total = found?.counts.total ?? 0;
  return (
    <span class="tally">
      <b data-testid={`seen-${side}`}>{verdict ? verdict.pyramid : total}</b>
      {verdict ? (
        <>
          {` of ${verdict.inSight} found, `}
          <b data-testid={`false-${side}`}>{verdict.falseBoxes.pyramid.length}</b> false
        </>
      ) : total === 1 ? (
        ' box'
      ) : (
        ' boxes'
      )}
      {found && <small data-testid={`cost-${side}`}>{found.words.summary}</small>}
    </span>
  );
}

function onKey(event: KeyboardEvent): void {
  answerKey(event, { n: () => stepObject(1), p: () => stepObject(-1) });
}
