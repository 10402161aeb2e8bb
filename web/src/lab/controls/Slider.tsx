import { useId } from 'preact/hooks';
import { table } from '../../generated/table';
import { lab } from '../state/lab';
import { state } from '../state/store';
import type { KeyOf } from '../state/values';

interface Props {
  of: KeyOf<number>;
  /** What the core has chosen, where the value may be left to it. */
  chosen?: number | undefined;
  disabled?: boolean;
}

/** A number of the table. */
export function Slider({ of, chosen, disabled }: Props) {
  const id = useId();
  const { name, testId, label, hint, min, max, step, auto } = table[of];
  const value = state[of];
  const isAuto = auto && value.value === 0;
  const shown = isAuto ? (chosen ?? min) : value.value;
  const inRange = Math.min(max, Math.max(min, shown));
  const filled = (100 * (inRange - min)) / (max - min);
  const text = lab.show(name, shown);
  return (
    <div class="control">
      <div class="control-line">
        <label for={id} title={hint}>
          {label}
        </label>
        {auto && (
          <button
            type="button"
            class="chip"
            aria-pressed={isAuto}
            disabled={disabled}
            onClick={() => (value.value = isAuto ? lab.snap(name, inRange) : 0)}
          >
            auto<span class="sr"> {label.toLowerCase()}</span>
          </button>
        )}
        <output for={id} class={isAuto ? 'value quiet' : 'value'}>
          {isAuto && chosen === undefined ? '–' : text}
        </output>
      </div>
      <input
        id={id}
        type="range"
        data-testid={testId}
        min={min}
        max={max}
        step={step}
        value={inRange}
        disabled={disabled}
        title={hint}
        aria-valuetext={`${text}${isAuto ? ', automatic' : ''}`}
        style={{ '--filled': `${filled}%` }}
        onInput={(event) => (value.value = Number(event.currentTarget.value))}
      />
    </div>
  );
}
