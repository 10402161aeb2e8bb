import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { NumberProperty } from '../state/properties';

interface Props {
  label: string;
  /** What it does, in a sentence; also the tooltip. */
  hint: string;
  testId: string;
  value: Signal<number>;
  property: NumberProperty;
  format?: (value: number) => string;
  /** What the core has chosen, where the value may be left to it. */
  chosen?: number | undefined;
  disabled?: boolean;
}

export function Slider({ label, hint, testId, value, property, format = String, chosen, disabled }: Props) {
  const id = useId();
  const isAuto = property.auto && value.value === 0;
  const shown = isAuto ? (chosen ?? property.min) : value.value;
  const inRange = Math.min(property.max, Math.max(property.min, shown));
  const filled = (100 * (inRange - property.min)) / (property.max - property.min);
  return (
    <div class="control">
      <div class="control-line">
        <label for={id} title={hint}>
          {label}
        </label>
        {property.auto && (
          <button
            type="button"
            class="chip"
            aria-pressed={isAuto}
            disabled={disabled}
            onClick={() => (value.value = isAuto ? (property.parse(String(inRange)) ?? property.min) : 0)}
          >
            auto<span class="sr"> {label.toLowerCase()}</span>
          </button>
        )}
        <output for={id} class={isAuto ? 'value quiet' : 'value'}>
          {isAuto && chosen === undefined ? '–' : format(shown)}
        </output>
      </div>
      <input
        id={id}
        type="range"
        data-testid={testId}
        min={property.min}
        max={property.max}
        step={property.step}
        value={inRange}
        disabled={disabled}
        title={hint}
        aria-valuetext={`${format(shown)}${isAuto ? ', automatic' : ''}`}
        style={{ '--filled': `${filled}%` }}
        onInput={(event) => (value.value = Number(event.currentTarget.value))}
      />
    </div>
  );
}
