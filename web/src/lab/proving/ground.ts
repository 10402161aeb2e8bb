// The proving ground as the page shows it: the scene that is wanted, its objects, and what the engine told.

import { batch, computed, signal } from '@preact/signals';
import type {
  CurveView,
  DistanceLimit,
  ObjectTruth,
  ObjectVerdict,
  StudySettings,
  WhyView,
} from '../../engine/proving/protocol';
import type { DetectSettings, EngineEvent } from '../../engine/protocol';
import { decideSettings, photo, result, studyScenes } from '../session';
import { lab } from '../state/lab';
import { query, state } from '../state/store';
import { valuesOf } from '../state/values';

export const objects = computed<readonly ObjectTruth[]>(() => photo.value?.truth?.objects ?? []);
export const chosenObject = computed(() => objects.value.find(({ id }) => id === state.object.value) ?? null);
/** Under the pointer. */
export const hoveredObject = signal<ObjectTruth | null>(null);

export const why = signal<WhyView | null>(null);
/** One for each configuration that was measured in this visit, the newest last. */
export const curves = signal<readonly CurveView[]>([]);
export const sampling = signal(false);
/** For objects shaped as the chosen one. */
export const limit = signal<DistanceLimit | null>(null);

/** How far the measuring is and how long it will take, in words; '': it rests. */
export const measureText = signal('');
let measured = { since: 0, scenes: -1 };

function noteMeasuring({ result: { scenes }, most }: CurveView): void {
  if (!sampling.value) return;
  const now = performance.now();
  if (measured.scenes < 0) measured = { since: now, scenes };
  const gone = scenes - measured.scenes;
  const left = gone > 0 ? lab.timeLeft(((now - measured.since) / gone / 1000) * (most - scenes)) : '';
  measureText.value = `${scenes} of ${most} scenes${left && `, ${left}`}.`;
}

export function receiveProving(event: EngineEvent): void {
  switch (event.kind) {
    case 'why':
      why.value = event;
      break;
    case 'limit':
      limit.value = event.limit;
      break;
    case 'curve':
      noteMeasuring(event);
      curves.value = [...curves.value.filter((other) => !isSame(other, event)), event];
      break;
    case 'sampling':
      sampling.value = event.running;
      measured = { since: 0, scenes: -1 };
      measureText.value = event.running
        ? 'This takes minutes: scene after scene. Stop ends it at any time, and what was measured stays.'
        : '';
      break;
  }
}

const isSame = (a: CurveView, b: CurveView) => JSON.stringify(a.settings) === JSON.stringify(b.settings);

/** The study of these settings; undefined: none was begun. */
export function studyOf(detect: DetectSettings): CurveView | undefined {
  const wanted = { ...detect, ...decideSettings.value, ...studyScenes.value };
  return curves.value.find(({ settings }) =>
    (Object.keys(settings) as (keyof StudySettings)[]).every((key) => settings[key] === wanted[key]),
  );
}

/** What is told of an object; undefined: nothing yet. */
export function verdictOf(id: number, found = result.value): ObjectVerdict | undefined {
  return found?.judgement?.objects[id];
}

export function moveChosen(metres: number): void {
  state.moves.value = valuesOf(lab.read(lab.move(query.value, state.object.value, metres))).moves;
}

/** Another scene: nothing is moved in it, and its subject is chosen. */
export function anotherScene(change: () => void): void {
  batch(() => {
    change();
    state.moves.value = '';
    state.object.value = 0;
    why.value = null;
  });
}
