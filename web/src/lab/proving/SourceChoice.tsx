import { state } from '../state/store';

const sources = [
  { value: 'photo', text: 'Photo' },
  { value: 'scene', text: 'Proving ground' },
] as const;

/** A photo, without ground truth, or a rendered scene, with exact ground truth. */
export function SourceChoice() {
  return (
    <div class="segments" role="radiogroup" aria-label="Source of the picture">
      {sources.map(({ value, text }) => (
        <label key={value}>
          <input
            type="radio"
            name="source"
            value={value}
            data-testid={`source-${value}`}
            checked={state.source.value === value}
            onChange={() => (state.source.value = value)}
          />
          <span>{text}</span>
        </label>
      ))}
    </div>
  );
}
