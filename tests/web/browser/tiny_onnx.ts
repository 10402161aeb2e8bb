// Networks of a few hundred bytes, as a person would bring them: they find the same two boxes on every photo.

/** Protocol buffers: a key, then a number, a length with bytes, or a nested message. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const number = (field: number, value: number) => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: ArrayLike<number>) => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...Array.from(value),
];
const text = (field: number, value: string) => bytes(field, new TextEncoder().encode(value));

const kFloat = 1;
const kInt64 = 7;
const kHalf = 10;

type Dimension = number | string;

function valueInfo(name: string, type: number, shape: Dimension[]): number[] {
  const dimensions = shape.flatMap((size) => bytes(1, typeof size === 'number' ? number(1, size) : text(2, size)));
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, type), ...bytes(2, dimensions)]))];
}

/** A constant; its bytes stand in `file` where one is named. */
function constant(name: string, type: number, shape: number[], raw: Uint8Array, file = ''): number[] {
  const head = [...shape.flatMap((size) => number(1, size)), ...number(2, type), ...text(8, name)];
  if (file === '') return [...head, ...bytes(9, raw)];
  const entry = (key: string, value: string) => bytes(13, [...text(1, key), ...text(2, value)]);
  // data_location: external.
  return [...head, ...entry('location', file), ...entry('length', String(raw.length)), ...number(14, 1)];
}

function node(type: string, inputs: string[], output: string, attributes: number[] = []): number[] {
  return [...inputs.flatMap((input) => text(1, input)), ...text(2, output), ...text(4, type), ...attributes];
}

const attributeInts = (name: string, values: number[]) =>
  bytes(5, [...text(1, name), ...values.flatMap((value) => number(8, value)), ...number(20, 7)]);
const attributeInt = (name: string, value: number) =>
  bytes(5, [...text(1, name), ...number(3, value), ...number(20, 2)]);

/** x0, y0, x1, y1 in the network's 8 × 8 pixels, score, class. */
export const kRows = [
  [0, 0, 4, 4, 0.75, 0],
  [4, 4, 8, 8, 0.5, 1],
];

export interface Tiny {
  /** File that holds the constants. */
  weights?: string;
  half?: boolean;
  /** Tiles that each run takes. */
  batch?: number;
  /** Leaves the shape of its output open: only a run tells. */
  free?: boolean;
  /** Loads, and fails at its first run. */
  fails?: boolean;
}

export interface TinyFiles {
  network: Uint8Array;
  weights: Uint8Array;
}

const halves: Record<number, number> = { 0: 0, 0.5: 0x3800, 0.75: 0x3a00, 1: 0x3c00, 4: 0x4400, 8: 0x4800 };

/** Detections [batch, 2, 6] of pictures [batch, 3, 8, 8]: finished boxes, the mean of the picture times nothing added. */
export function tinyNetwork({
  weights = '',
  half = false,
  batch = 1,
  free = false,
  fails = false,
}: Tiny = {}): TinyFiles {
  const type = half ? kHalf : kFloat;
  const rows = Array.from({ length: batch }, () => kRows.flat()).flat();
  const raw = (values: number[]) =>
    new Uint8Array(
      (half ? Uint16Array.from(values, (value) => halves[value] as number) : Float32Array.from(values)).buffer,
    );
  const data = raw(rows);
  // A shape that is computed from the picture: nobody knows it before the run.
  const late = free || fails;
  const nodes = [
    node('ReduceMean', ['images'], 'mean', [...attributeInts('axes', [1, 2, 3]), ...attributeInt('keepdims', 0)]),
    node('Reshape', ['mean', 'column'], 'column_mean'),
    node('Mul', ['column_mean', 'nothing'], 'zero'),
    node('Add', ['zero', 'rows'], late ? 'sum' : 'output0'),
    ...(late
      ? [
          node('Cast', ['mean'], 'whole', attributeInt('to', kInt64)),
          node('Mul', ['whole', 'nought'], 'noughts'),
          node('Add', ['noughts', 'sizes'], 'shape'),
          node('Reshape', ['sum', 'shape'], 'output0'),
        ]
      : []),
  ];
  const int64 = (values: number[]) => new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  const constants = [
    constant('column', kInt64, [3], int64([batch, 1, 1])),
    constant('nothing', type, [1], raw([0])),
    constant('rows', type, [batch, 2, 6], data, weights),
    // Seven columns cannot be made of six.
    ...(late
      ? [constant('nought', kInt64, [1], int64([0])), constant('sizes', kInt64, [3], int64([1, 2, fails ? 7 : 6]))]
      : []),
  ];
  const graph = [
    ...nodes.flatMap((entry) => bytes(1, entry)),
    ...text(2, 'tiny'),
    ...constants.flatMap((entry) => bytes(5, entry)),
    ...bytes(11, valueInfo('images', type, [batch, 3, 8, 8])),
    ...bytes(12, valueInfo('output0', type, free ? ['batch', 'rows', 'values'] : [batch, 2, 6])),
  ];
  const network = [...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 13))];
  return { network: Uint8Array.from(network), weights: data };
}

/** The card of these networks. */
export const kTinyCard = {
  schema: 'farsight.card/1',
  name: 'tiny',
  input: {
    width: 8,
    height: 8,
    layout: 'nchw',
    type: 'float32',
    channels: 'rgb',
    resize: 'stretch',
    mean: [0, 0, 0],
    scale: [1 / 255, 1 / 255, 1 / 255],
  },
  heads: { kind: 'end_to_end', boxes: 'output0', activation: 'none', classes_count: 2 },
  labels: [{ name: 'first' }, { name: 'second' }],
};
