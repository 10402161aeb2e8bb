import { useId } from 'preact/hooks';
import { table } from '../../generated/table';
import type { Key } from '../state/values';

/** The words of a property, for a control whose values are not the table's. */
export function captionOf(key: Key): { label: string; hint: string; testId: string } {
  const { label, hint, testId } = table[key];
  return { label, hint, testId };
}

interface Props<T extends string> {
  label: string;
  hint: string;
  testId: string;
  value: T;
  options: readonly { value: T; text: string; disabled?: boolean }[];
  onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, hint, testId, value, options, onChange }: Props<T>) {
  const id = useId();
  return (
    <div class="control">
      <div class="control-line">
        <label for={id} title={hint}>
          {label}
        </label>
      </div>
      <div class="select">
        <select
          id={id}
          data-testid={testId}
          title={hint}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value as T)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.text}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

interface SwitchProps {
  label: string;
  hint: string;
  testId: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, testId, checked, onChange }: SwitchProps) {
  return (
    <label class="switch" title={hint}>
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        data-testid={testId}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
