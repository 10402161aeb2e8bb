// Where a learner is: the lesson and step on show, what was answered, and what was done before.

import { computed, effect, signal } from '@preact/signals';
import { anotherScene } from '../proving/ground';
import { followed, unfollow } from '../session';
import { lab } from '../state/lab';
import { assign, beside, query } from '../state/store';
import { keys, valuesOf } from '../state/values';
import { table } from '../../generated/table';
import { facts } from './facts';
import { parseLesson, type Lesson, type Step } from './lesson';

const files = import.meta.glob<string>('../../../../lessons/*.md', { query: '?raw', import: 'default' });
const paths = Object.keys(files).sort();
export const lessonCount = paths.length;

/** All lessons, in their order; null: they are still loading. */
export const lessons = signal<readonly Lesson[] | null>(null);

export async function loadLessons(): Promise<void> {
  if (lessons.peek()) return;
  const texts = await Promise.all(paths.map((path) => files[path]?.() ?? ''));
  lessons.value = texts.map(parseLesson);
}

/** As the address has it; both count from 1. */
interface Place {
  lesson: number;
  step: number;
}

function placeOf(text: string): Place | null {
  const given = new URLSearchParams(text);
  const lesson = Number(given.get('lesson'));
  const step = Number(given.get('step') ?? 1);
  if (!Number.isInteger(lesson) || lesson < 1 || lesson > lessonCount) return null;
  return { lesson, step: Number.isInteger(step) && step > 0 ? step : 1 };
}

export const place = computed(() => placeOf(beside.value));
export const lesson = computed(() => (place.value && lessons.value?.[place.value.lesson - 1]) ?? null);
/** From 0; the last one is the sentence to keep. */
export const stepIndex = computed(() => Math.min((place.value?.step ?? 1) - 1, lesson.value?.steps.length ?? 0));
export const step = computed<Step | null>(() => lesson.value?.steps[stepIndex.value] ?? null);

/** What was answered in this step; null: nothing yet. */
export const guess = signal<number | readonly number[] | null>(null);
/** Whether the answer of this step is on show. */
export const revealed = signal(false);

/** Whether what the step asks for was brought about. */
export const checked = computed(() => {
  const condition = step.value?.check;
  return condition ? lab.holds(condition, query.value, facts.value) : false;
});

/** How far each lesson was gone through on this device: the step after its last is the end. */
export const progress = signal<Readonly<Record<number, number>>>(readProgress());
const kKey = 'farsight-lessons';

function readProgress(): Record<number, number> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(kKey) ?? '{}');
    const entries = Object.entries(read ?? {}).filter(([, far]) => Number.isInteger(far) && Number(far) > 0);
    return Object.fromEntries(entries) as Record<number, number>;
  } catch {
    // Storage is forbidden, or something else wrote there: then nothing was gone through yet.
    return {};
  }
}

function noteProgress({ lesson: number, step: far }: Place): void {
  if ((progress.peek()[number] ?? 0) >= far) return;
  progress.value = { ...progress.peek(), [number]: far };
  try {
    localStorage.setItem(kKey, JSON.stringify(progress.peek()));
  } catch {
    // Then it is kept for this visit only.
  }
}

/** The state that a step begins with: of the parts up to it the last one that sets any. */
function stateAt(of: Lesson, at: number): string | null {
  const parts = of.steps.slice(0, at).flatMap(({ before, after }) => [before, after]);
  const own = of.steps[at]?.before;
  return [...parts, ...(own ? [own] : [])].reduce<string | null>((last, { state }) => state ?? last, null);
}

const kKept = new Set(['backend', 'labels']);

/** All that the lesson does not name is as at the start, but for how the page is shown. */
function set(text: string | null): void {
  if (text === null) return;
  const values = valuesOf(lab.read(text));
  anotherScene(() => {
    assign(Object.fromEntries(keys.filter((key) => !kKept.has(table[key].name)).map((key) => [key, values[key]])));
  });
  assign({ moves: values.moves, object: values.object });
  unfollow();
}

/** Opens a lesson at a step; both count from 1. */
export function goTo(number: number, at = 1): void {
  beside.value = `lesson=${number}&step=${at}`;
}

export function leave(): void {
  beside.value = '';
}

export function reveal(): void {
  revealed.value = true;
  set(step.peek()?.after.state ?? null);
}

export function nextStep(): void {
  const now = place.peek();
  if (now) goTo(now.lesson, stepIndex.peek() + 2);
}

/** Whether a box or an object is chosen. */
export const hasChosen = computed(() => facts.value.chosen === 1 || followed.value !== null);

/** Keeps the lab as the step on show wants it. */
export function startCourse(): void {
  let shown = '';
  effect(() => {
    const now = place.value;
    const of = lesson.value;
    if (!now || !of) {
      shown = '';
      return;
    }
    const name = `${now.lesson} ${stepIndex.value}`;
    if (name === shown) return;
    shown = name;
    guess.value = null;
    revealed.value = false;
    noteProgress({ lesson: now.lesson, step: stepIndex.value + 1 });
    set(stateAt(of, stepIndex.value));
  });
}
