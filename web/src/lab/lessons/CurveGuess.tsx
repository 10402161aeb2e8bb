import { study } from '../proving/RangeStudy';
import type { CurvePoint } from '../../engine/proving/protocol';
import { guess, revealed } from './course';

/** Metres at which the learner says how many of the objects are found. */
const kMetres = [5, 10, 20, 30, 40, 60, 80];
const kWidth = 300;
const kHeight = 120;
const kPad = 8;

const x = (index: number) => kPad + ((kWidth - 2 * kPad) * index) / (kMetres.length - 1);
const y = (percent: number) => kPad + ((kHeight - 2 * kPad) * (100 - percent)) / 100;
const line = (percents: readonly number[]) =>
  percents.map((percent, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(percent)}`).join('');

/** A curve of recall over distance, drawn by one slider a distance, and later the measured one over it. */
export function CurveGuess() {
  const drawn = Array.isArray(guess.value) ? (guess.value as readonly number[]) : kMetres.map(() => 50);
  const measured = revealed.value ? study.value?.result.fullFrame.points : undefined;
  return (
    <div class="curve-guess">
      <div class="curve-plot">
        <svg viewBox={`0 0 ${kWidth} ${kHeight}`} role="img" aria-label="Your curve of recall over distance">
          {[0, 50, 100].map((percent) => (
            <line key={percent} class="grid" x1={kPad} x2={kWidth - kPad} y1={y(percent)} y2={y(percent)} />
          ))}
          <path class="drawn" d={line(drawn)} />
          {measured && <path class="measured" d={line(kMetres.map((metres) => recallAt(measured, metres)))} />}
        </svg>
        <div class="curve-sliders">
          {kMetres.map((metres, index) => (
            <label key={metres}>
              <input
                type="range"
                min={0}
                max={100}
                step={5}
                value={drawn[index]}
                disabled={revealed.value}
                aria-label={`Percent found at ${metres} metres`}
                onInput={({ currentTarget }) =>
                  (guess.value = drawn.map((old, at) => (at === index ? Number(currentTarget.value) : old)))
                }
              />
              <span aria-hidden="true">{metres}</span>
            </label>
          ))}
        </div>
      </div>
      <p class="fact">
        Percent found over metres. {measured ? 'Thin: your guess. Bold: measured so far.' : 'Move each slider.'}
      </p>
    </div>
  );
}

/** Between the two bins beside it, in percent. */
function recallAt(points: readonly CurvePoint[], metres: number): number {
  const known = points.filter(({ smoothed }) => smoothed !== null);
  const after = known.findIndex(({ place }) => place >= metres);
  const right = after < 0 ? known.at(-1) : known[after];
  const left = after > 0 ? known[after - 1] : right;
  if (!left || !right) return 0;
  const width = right.place - left.place;
  const part = width > 0 ? (metres - left.place) / width : 0;
  return 100 * ((left.smoothed ?? 0) * (1 - part) + (right.smoothed ?? 0) * part);
}
