// The page's state: a signal a property, kept in the URL.

import { batch, computed, effect, signal, type Signal } from '@preact/signals';
import { lab } from './lab';
import { keys, queryOf, valuesOf, type Key, type State, type Value } from './values';

type Signals = { [K in Key]: Signal<Value<K>> };

const initial = valuesOf(lab.read(''));
const start = lab.read(location.search);
const startValues = valuesOf(start);

/** What the link asked for and did not get, in words; '': nothing. */
export const linkComplaint = start.complaint;

export const state = Object.fromEntries(keys.map((key) => [key, signal(startValues[key])])) as unknown as Signals;

const read = computed(() => lab.read(queryOf(Object.fromEntries(keys.map((key) => [key, state[key].value])) as State)));

/** The state as the lab writes it. A person's own photo or model has no name in it. */
export const query = computed(() => read.value.query);

/** What stands in the address beside the state: the lesson on show and its step; '': none. */
export const beside = signal(besideOf(location.search));

function besideOf(search: string): string {
  const given = new URLSearchParams(search);
  const lesson = given.get('lesson');
  return lesson === null
    ? ''
    : `lesson=${encodeURIComponent(lesson)}&step=${encodeURIComponent(given.get('step') ?? '1')}`;
}

/** Names of properties that change nothing now. */
export const idle = computed<ReadonlySet<string>>(() => new Set(read.value.idle));

export function assign(values: Partial<State>): void {
  batch(() => {
    for (const key of keys) {
      if (key in values) (state[key] as Signal<unknown>).value = values[key];
    }
  });
}

/** Back to the defaults, but the photo and the model stay. */
export function reset(): void {
  assign({ ...initial, photo: state.photo.peek(), model: state.model.peek() });
}

export function isInitial(): boolean {
  return keys.every((key) => key === 'photo' || key === 'model' || state[key].value === initial[key]);
}

/** What a person changes on purpose, one step at a time; *Back* undoes the last of them. */
const kSteps = ['source', 'photo', 'model', 'versus'] as const;
type Step = { [K in (typeof kSteps)[number]]: State[K] };

const stepNow = (): Step => Object.fromEntries(kSteps.map((key) => [key, state[key].peek()])) as Step;

let lastStep = stepNow();
let lastBeside = beside.peek();
let isKept = false;

/** What changes next belongs to the step before, such as going back to a photo that works. */
export function keepStep(): void {
  isKept = true;
}

/**
 * Keeps the URL up to date, at most five times a second: browsers refuse more. Each step, and the first change of
 * anything, is an entry of its own, so that *Back* leads to what was before and never out of the page in the middle
 * of work. A person's own photo and model have no name in a link; the entry remembers them.
 */
export function keepUrl(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;
  let placeSeen = lastBeside;
  let pending = (): void => undefined;
  history.replaceState(stepNow(), '');
  effect(() => {
    const link = query.value;
    const place = beside.value;
    const step = Object.fromEntries(kSteps.map((key) => [key, state[key].value])) as Step;
    // A learner may go on faster than the address: each step of a lesson has its entry.
    if (place !== placeSeen) pending();
    placeSeen = place;
    clearTimeout(timer);
    pending = () => {
      pending = () => undefined;
      const whole = [place, link].filter(Boolean).join('&');
      const url = whole ? `?${whole}` : location.pathname;
      const isStep = kSteps.some((key) => step[key] !== lastStep[key]) || place !== lastBeside;
      const isChange = link !== lab.read(location.search).query;
      const adds = !isKept && (isStep || (isFirst && isChange));
      if (isStep || isChange) isFirst = false;
      isKept = false;
      lastStep = step;
      lastBeside = place;
      if (adds) history.pushState(step, '', url);
      else history.replaceState(step, '', url);
    };
    timer = setTimeout(() => pending(), 200);
  });
  addEventListener('popstate', ({ state: step }: PopStateEvent) => {
    batch(() => {
      assign({ ...valuesOf(lab.read(location.search)), ...(step as Partial<State> | null) });
      beside.value = besideOf(location.search);
    });
    lastStep = stepNow();
    lastBeside = beside.peek();
  });
}
