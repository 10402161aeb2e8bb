// Recall over distance as a drawing: lines with their bands, and the anchors' limits as dots.

import type { Curve, CurvePoint } from '../../engine/proving/protocol';

export interface ChartSeries {
  /** Gives it its colour. */
  kind: 'full' | 'recovered' | 'side-a' | 'side-b';
  curve: Curve;
}

export interface ChartLimit {
  kind: ChartSeries['kind'];
  distances: readonly number[];
  values: readonly number[];
}

interface Props {
  series: readonly ChartSeries[];
  limits: readonly ChartLimit[];
  /** Where the chosen object stands, in metres. */
  marker: number | null;
  text: string;
}

const kWidth = 276;
const kHeight = 172;
const kLeft = 30;
const kRight = 8;
const kTop = 8;
const kBottom = 24;
const kNearest = 5;
const kFarthest = 150;
const kTicks = [5, 10, 20, 50, 100];

const x = (metres: number) =>
  kLeft + ((kWidth - kLeft - kRight) * Math.log(metres / kNearest)) / Math.log(kFarthest / kNearest);
const y = (part: number) => kTop + (kHeight - kTop - kBottom) * (1 - part);

export function RangeChart({ series, limits, marker, text }: Props) {
  return (
    <svg class="range-chart" viewBox={`0 0 ${kWidth} ${kHeight}`} role="img" aria-label={text}>
      {kTicks.map((metres) => (
        <g key={metres}>
          <line class="grid" x1={x(metres)} x2={x(metres)} y1={y(1)} y2={y(0)} />
          <text x={x(metres)} y={kHeight - 8} text-anchor="middle">
            {metres === 100 ? '100 m' : metres}
          </text>
        </g>
      ))}
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line class={part === 0.5 ? 'grid half' : 'grid'} x1={kLeft} x2={kWidth - kRight} y1={y(part)} y2={y(part)} />
          <text x={kLeft - 6} y={y(part) + 3.5} text-anchor="end">
            {100 * part}
          </text>
        </g>
      ))}
      {limits.map(({ kind, distances, values }) => (
        <path key={kind} class={`limit ${kind}`} d={line(distances.map((metres, i) => [metres, values[i] ?? 0]))} />
      ))}
      {series.map(({ kind, curve }) => (
        <Line key={kind} kind={kind} points={curve.points.filter(({ trials }) => trials > 0)} />
      ))}
      {marker !== null && marker >= kNearest && marker <= kFarthest && (
        <g class="marker">
          <line x1={x(marker)} x2={x(marker)} y1={y(1)} y2={y(0)} />
          <path d={`M${x(marker)} ${y(0)}l-4 6h8Z`} />
        </g>
      )}
    </svg>
  );
}

function Line({ kind, points }: { kind: ChartSeries['kind']; points: readonly CurvePoint[] }) {
  const upper = points.map(({ place, high }) => [place, high ?? 0] as const);
  const lower = points.map(({ place, low }) => [place, low ?? 0] as const);
  return (
    <g class={kind}>
      {points.length > 1 && <path class="band" d={`${line(upper)}L${line([...lower].reverse()).slice(1)}Z`} />}
      <path class="line" d={line(points.map(({ place, smoothed }) => [place, smoothed ?? 0]))} />
      {points.map(({ place, recall }) => (
        <circle key={place} cx={x(place)} cy={y(recall ?? 0)} r="2.2" />
      ))}
    </g>
  );
}

function line(points: readonly (readonly [metres: number, part: number])[]): string {
  return points
    .map(([metres, part], index) => `${index === 0 ? 'M' : 'L'}${x(metres).toFixed(1)} ${y(part).toFixed(1)}`)
    .join('');
}
