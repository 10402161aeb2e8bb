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

/** Keeps the URL up to date, at most five times a second: browsers refuse more. */
export function keepUrl(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const link = query.value;
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, '', link ? `?${link}` : location.pathname), 200);
  });
  addEventListener('popstate', () => assign(valuesOf(lab.read(location.search))));
}
