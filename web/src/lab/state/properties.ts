// The state table: one line a property gives its URL parameter, default, validation and reset.

/** What a property reacts on: what the network sees, how candidates become detections, or only the view. */
export type Effect = 'detect' | 'decide' | 'view';

export interface Property<T> {
  /** Name in the URL; the command's flags bear the same names. */
  readonly param: string;
  readonly initial: T;
  readonly effect: Effect;
  /** The value a text stands for; undefined where it stands for none. */
  parse(text: string): T | undefined;
  print(value: T): string;
}

export interface NumberProperty extends Property<number> {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value may also be 0, which leaves the choice to the core. */
  readonly auto: boolean;
}

export interface ChoiceProperty<T extends string> extends Property<T> {
  readonly choices: readonly T[];
}

interface NumberRange {
  min: number;
  max: number;
  step: number;
  auto?: boolean;
}

function number(param: string, initial: number, effect: Effect, range: NumberRange): NumberProperty {
  const { min, max, step, auto = false } = range;
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return {
    param,
    initial,
    effect,
    min,
    max,
    step,
    auto,
    parse(text) {
      const value = Number(text);
      if (text.trim() === '' || !Number.isFinite(value)) return undefined;
      if (auto && value === 0) return 0;
      const clamped = Math.min(max, Math.max(min, value));
      const stepped = min + Math.round((clamped - min) / step) * step;
      return Number(Math.min(max, stepped).toFixed(decimals + 1));
    },
    print: (value) => String(Number(value.toFixed(decimals + 1))),
  };
}

function choice<const T extends string>(
  param: string,
  initial: NoInfer<T>,
  effect: Effect,
  choices: readonly T[],
): ChoiceProperty<T> {
  return {
    param,
    initial,
    effect,
    choices,
    parse: (text) => choices.find((known) => known === text),
    print: (value) => value,
  };
}

function flag(param: string, initial: boolean, effect: Effect, on: string, off: string): Property<boolean> {
  return {
    param,
    initial,
    effect,
    parse: (text) => (text === on ? true : text === off ? false : undefined),
    print: (value) => (value ? on : off),
  };
}

/** Names of photos and models in the shipped lists; a person's own files have no name in a link. */
function name(param: string, effect: Effect): Property<string> {
  return {
    param,
    initial: '',
    effect,
    parse: (text) => (/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(text) ? text : undefined),
    print: (value) => value,
  };
}

/** Objects of a scene and the metres they were moved to: 0:60_3:25.5 */
const moves: Property<string> = {
  param: 'moves',
  initial: '',
  effect: 'detect',
  parse: (text) => (/^(\d{1,3}:\d{1,3}(\.\d)?(_(?!$)|$)){0,20}$/.test(text) ? text : undefined),
  print: (value) => value,
};

export const properties = {
  source: choice('source', 'photo', 'detect', ['photo', 'scene']),
  photo: name('photo', 'detect'),
  distance: number('distance', 1, 'detect', { min: 1, max: 12, step: 0.1 }),
  seed: number('seed', 17, 'detect', { min: 1, max: 99999, step: 1 }),
  weather: choice('weather', 'any', 'detect', ['any', 'clear', 'overcast', 'haze', 'rain', 'dusk']),
  place: choice('place', 'any', 'detect', ['any', 'street', 'square', 'road']),
  subject: choice('subject', 'car', 'detect', ['car', 'person', 'cyclist', 'traffic-cone', 'stop-sign']),
  moves,
  object: number('object', 0, 'view', { min: 0, max: 200, step: 1 }),
  reach: flag('reach', false, 'view', 'on', 'off'),
  model: name('model', 'detect'),
  pyramid: flag('pyramid', true, 'detect', 'auto', 'off'),
  levels: number('levels', 0, 'detect', { min: 1, max: 8, step: 1, auto: true }),
  finestZoom: number('finest-zoom', 0, 'detect', { min: 0.05, max: 4, step: 0.05, auto: true }),
  overlap: number('overlap', 0.25, 'detect', { min: 0, max: 0.75, step: 0.05 }),
  filter: choice('filter', 'triangle', 'detect', ['triangle', 'area', 'lanczos3', 'bilinear']),
  backend: choice('backend', 'auto', 'detect', ['auto', 'wasm', 'webgpu']),
  score: number('score', 0.3, 'decide', { min: 0.05, max: 0.99, step: 0.01 }),
  merge: choice('merge', 'keep-best', 'decide', ['keep-best', 'soft-nms', 'union', 'wbf', 'nms']),
  iou: number('iou', 0.5, 'decide', { min: 0.05, max: 0.95, step: 0.05 }),
  versus: flag('versus', false, 'view', 'on', 'off'),
  otherModel: name('other-model', 'view'),
  otherPyramid: flag('other-pyramid', false, 'view', 'auto', 'off'),
  otherFinestZoom: number('other-finest-zoom', 0, 'view', { min: 0.05, max: 4, step: 0.05, auto: true }),
  compare: flag('compare', true, 'view', 'on', 'off'),
  divider: number('divider', 0.25, 'view', { min: 0, max: 1, step: 0.01 }),
  tiles: flag('tiles', false, 'view', 'on', 'off'),
  labels: flag('labels', true, 'view', 'on', 'off'),
} as const;

export type Key = keyof typeof properties;
export type Value<K extends Key> = (typeof properties)[K] extends Property<infer T> ? T : never;
export type State = { [K in Key]: Value<K> };

export const keys = Object.keys(properties) as Key[];

export function initialState(): State {
  return Object.fromEntries(keys.map((key) => [key, properties[key].initial])) as State;
}

/** A person's own photo or model, which no link can name. */
export function isOwn(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('own:');
}

/** The query part of a link: only what differs from the defaults, in the table's order. */
export function toQuery(state: State): string {
  const query = new URLSearchParams();
  for (const key of keys) {
    const property = properties[key] as Property<State[Key]>;
    if (isOwn(state[key])) continue;
    if (state[key] !== property.initial) query.set(property.param, property.print(state[key]));
  }
  return query.toString();
}

/** Reads a link's query part. What it cannot read keeps its default and is named in `ignored`. */
export function fromQuery(query: string): { state: State; ignored: string[] } {
  const given = new URLSearchParams(query);
  const state = initialState();
  const ignored: string[] = [];
  for (const key of keys) {
    const property = properties[key] as Property<State[Key]>;
    const text = given.get(property.param);
    if (text === null) continue;
    const value = property.parse(text);
    if (value === undefined) ignored.push(property.param);
    else Object.assign(state, { [key]: value });
  }
  return { state, ignored };
}
