// The values of a state: their types by the table of properties, and how they stand in a query.

import type { ReadQuery } from '../../../core/lab/lab.mjs';
import { table } from '../../generated/table';

type Table = typeof table;
export type Key = keyof Table;
export type Value<K extends Key> = Table[K] extends { kind: 'number' }
  ? number
  : Table[K] extends { kind: 'switch' }
    ? boolean
    : Table[K] extends { choices: readonly { value: infer T }[] }
      ? T
      : string;
export type State = { [K in Key]: Value<K> };
export type KeyOf<T> = { [K in Key]: Value<K> extends T ? (T extends Value<K> ? K : never) : never }[Key];
export type ChoiceKey = { [K in Key]: Table[K] extends { kind: 'choice' } ? K : never }[Key];

export const keys = Object.keys(table) as Key[];

/** All values of a query that the lab has read. */
export function valuesOf({ values }: ReadQuery): State {
  return Object.fromEntries(keys.map((key, at) => [key, valueOf(key, values[at] ?? '')])) as State;
}

function valueOf(key: Key, text: string): State[Key] {
  const property = table[key];
  if (property.kind === 'number') return Number(text);
  if (property.kind === 'text') return decoded(text);
  return property.kind === 'switch' ? text !== property.choices[0].value : (text as State[Key]);
}

/** Bytes that are no text stand for nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** A query that names every value, for the lab to read. */
export function queryOf(state: State): string {
  return keys.map((key) => `${table[key].name}=${textOf(key, state[key])}`).join('&');
}

function textOf(key: Key, value: State[Key]): string {
  const property = table[key];
  if (property.kind === 'text') return encodeURIComponent(String(value));
  return property.kind === 'switch' ? property.choices[value ? 1 : 0].value : String(value);
}
