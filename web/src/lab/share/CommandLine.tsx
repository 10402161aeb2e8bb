import { signal } from '@preact/signals';
import { catalogue } from '../catalogue';
import { Icon } from '../Icon';
import { modelId, ownFiles, ownModels } from '../session';
import { lab } from '../state/lab';
import { query } from '../state/store';
import { picture, takenFile } from './names';

const copied = signal<'command' | 'link' | null>(null);

export function command(): string {
  const isDefaultModel = modelId.value === catalogue.models[0]?.id;
  const model = ownModels.value.get(modelId.value) ?? (isDefaultModel ? '' : modelId.value);
  return lab.command(query.value, takenFile(), { model, ...ownFiles.value.get(modelId.value) });
}

/** Copies, and says so for two seconds. */
export async function copy(what: 'command' | 'link', text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without permission or on plain http: the old way still works.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  copied.value = what;
  setTimeout(() => (copied.value = null), 2000);
}

export const justCopied = copied;

/** The command that does the same as the page. */
export function CommandLine() {
  const text = command();
  const { note } = picture();
  return (
    <div class="command">
      {note && (
        <span class="command-note" data-testid="command-note" title={note}>
          {note}
        </span>
      )}
      <code data-testid="command" title={text}>
        {text}
      </code>
      <button
        type="button"
        class="tool"
        title="Copy command"
        aria-label="Copy command"
        onClick={() => void copy('command', text)}
      >
        <Icon name={copied.value === 'command' ? 'done' : 'copy'} /> <span>Copy command</span>
      </button>
      <span class="sr" role="status">
        {copied.value === 'command' ? 'Command copied' : ''}
      </span>
    </div>
  );
}
