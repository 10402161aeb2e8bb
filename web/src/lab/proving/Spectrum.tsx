import type { Look, Why } from '../../engine/proving/protocol';

const kWidth = 264;
const kHeight = 150;
const kLeft = 10;
const kRight = 10;
const kTop = 8;
const kBottom = 34;
/** Powers of ten shown under the strongest detail. */
const kDecades = 4.5;

/** Energy by spatial frequency at both zooms. */
export function Spectrum({ why }: { why: Why }) {
  const { cyclesPerSide, fullFrame, best } = why;
  const most = Math.max(...best.energy, ...fullFrame.energy, 1e-12);
  // Up to the highest frequency of the better zoom, and at most to the last one that was computed.
  const farthest = Math.min(Math.max(2, best.height / 2), (best.energy.length - 1) * cyclesPerSide);
  const limit = fullFrame.height / 2;
  const x = (cycles: number) => kLeft + ((kWidth - kLeft - kRight) * cycles) / farthest;
  const y = (energy: number) =>
    kTop + ((kHeight - kTop - kBottom) * Math.min(kDecades, -Math.log10(Math.max(energy, 1e-12) / most))) / kDecades;
  const base = y(0);
  const path = ({ energy }: Look) => {
    const points = energy
      .map((value, harmonic) => [harmonic * cyclesPerSide, value] as const)
      .filter(([cycles, value], harmonic) => harmonic > 0 && cycles <= farthest && value > 0);
    return points
      .map(([cycles, value], at) => `${at === 0 ? 'M' : 'L'}${x(cycles).toFixed(1)} ${y(value).toFixed(1)}`)
      .join('');
  };
  const step = farthest > 24 ? 10 : farthest > 10 ? 5 : farthest > 5 ? 2 : 1;
  const ticks = Array.from({ length: Math.floor(farthest / step) + 1 }, (_, index) => index * step);
  const isSame = best.level === fullFrame.level;
  return (
    <figure class="look spectrum">
      <figcaption>Detail that is left</figcaption>
      <svg viewBox={`0 0 ${kWidth} ${kHeight}`} role="img" aria-label={described(limit, farthest)}>
        {ticks.map((cycles) => (
          <g key={cycles}>
            <line class="grid" x1={x(cycles)} x2={x(cycles)} y1={kTop} y2={base} />
            <text x={x(cycles)} y={base + 13} text-anchor="middle">
              {cycles}
            </text>
          </g>
        ))}
        <text class="axis" x={kWidth - kRight} y={kHeight - 4} text-anchor="end">
          cycles along the object’s height: coarse → fine
        </text>
        {limit < farthest && (
          <rect class="lost" x={x(limit)} y={kTop} width={x(farthest) - x(limit)} height={base - kTop} />
        )}
        {!isSame && <path class="recovered" d={path(best)} />}
        <path class="full" d={path(fullFrame)} />
        {limit < farthest && (
          <text class="lost-text" x={Math.min(x(limit) + 5, kWidth - kRight - 112)} y={kTop + 12}>
            lost to the full frame
          </text>
        )}
      </svg>
      <p class="fact">
        Energy of the patch by spatial frequency. The full frame carries up to{' '}
        <b data-testid="why-cycles-full">{limit.toFixed(1)}</b> cycles along the object
        {isSame ? (
          '; no zoom of the pyramid suits it better.'
        ) : (
          <>
            , the best zoom up to <b data-testid="why-cycles-best">{(best.height / 2).toFixed(1)}</b>.
          </>
        )}
      </p>
    </figure>
  );
}

function described(limit: number, farthest: number): string {
  return `Energy by spatial frequency. The full frame ends at ${limit.toFixed(1)} cycles along the object, the best zoom at ${farthest.toFixed(1)}.`;
}
