import { useRef } from 'preact/hooks';
import { openFiles } from '../share/open';
import { card, labels, openAgain } from './own_model';

/** Opens a person's own network, with its labels or a whole card. */
export function ModelFile() {
  const file = useRef<HTMLInputElement>(null);
  return (
    <details class="more">
      <summary>Use your own model</summary>
      <p class="fact">
        A detector as .onnx or .tflite, with its weights in a second file, a list of labels and a model card where it
        has them. Choose them together, or drop them on the page in any order.
      </p>
      <Field what={labels} rows={3} caption="Labels, one a line, in the order of the classes" />
      <Field what={card} rows={2} caption="Model card (JSON), optional" />
      <button type="button" class="secondary" onClick={() => file.current?.click()}>
        Choose the model’s files
      </button>
      <input
        ref={file}
        class="file"
        type="file"
        multiple
        aria-label="Open a model"
        tabIndex={-1}
        onChange={(event) => {
          openFiles(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </details>
  );
}

function Field({ what, rows, caption }: { what: typeof labels; rows: number; caption: string }) {
  return (
    <label class="stacked">
      {caption}
      <textarea
        rows={rows}
        value={what.value.text}
        spellcheck={false}
        onInput={(event) => (what.value = { text: event.currentTarget.value, file: '' })}
        onChange={openAgain}
      />
    </label>
  );
}
