import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { openModel } from '../session';

const labels = signal('');
const card = signal('');

/** Opens a person's own network, with its labels or a whole card. */
export function ModelFile() {
  const file = useRef<HTMLInputElement>(null);
  return (
    <details class="more">
      <summary>Use your own model</summary>
      <p class="fact">
        An SSD, YOLO or end-to-end detector as .onnx or .tflite. Its heads are recognised by their shapes; a model card
        says what shapes cannot.
      </p>
      <label class="stacked">
        Labels, one a line, in the order of the classes
        <textarea
          rows={3}
          value={labels.value}
          spellcheck={false}
          onInput={(event) => (labels.value = event.currentTarget.value)}
        />
      </label>
      <label class="stacked">
        Model card (JSON), optional
        <textarea
          rows={2}
          value={card.value}
          spellcheck={false}
          onInput={(event) => (card.value = event.currentTarget.value)}
        />
      </label>
      <button type="button" class="secondary" onClick={() => file.current?.click()}>
        Choose the model’s file
      </button>
      <input
        ref={file}
        class="file"
        type="file"
        accept=".onnx,.tflite"
        aria-label="Open a model"
        tabIndex={-1}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen) void openModel(chosen, labelList(), card.value.trim());
          event.currentTarget.value = '';
        }}
      />
    </details>
  );
}

export function labelList(): string[] {
  const lines = labels.value.split('\n').map((line) => line.trim());
  return lines.some(Boolean) ? lines : [];
}

export const cardText = () => card.value.trim();
