// The page's state: a signal a property, kept in the URL.

import { batch, effect, signal, type Signal } from '@preact/signals';
import { fromQuery, initialState, keys, properties, toQuery, type Key, type State, type Value } from './properties';

type Signals = { [K in Key]: Signal<Value<K>> };

const start = fromQuery(location.search);

/** Parameters of the link that could not be read. */
export const ignoredParameters = start.ignored;

export const state = Object.fromEntries(keys.map((key) => [key, signal(start.state[key])])) as unknown as Signals;

/** All values now; a caller inside an effect reacts on every one of them. */
export function snapshot(): State {
  return Object.fromEntries(keys.map((key) => [key, state[key].value])) as State;
}

export function assign(values: Partial<State>): void {
  batch(() => {
    for (const key of keys) {
      if (key in values) (state[key] as Signal<unknown>).value = values[key];
    }
  });
}

/** Back to the defaults, but the photo and the model stay. */
export function reset(): void {
  assign({ ...initialState(), photo: state.photo.peek(), model: state.model.peek() });
}

export function isInitial(): boolean {
  return keys.every((key) => key === 'photo' || key === 'model' || state[key].value === properties[key].initial);
}

/** Keeps the URL up to date, at most five times a second: browsers refuse more. */
export function keepUrl(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const query = toQuery(snapshot());
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, '', query ? `?${query}` : location.pathname), 200);
  });
  addEventListener('popstate', () => assign(fromQuery(location.search).state));
}
