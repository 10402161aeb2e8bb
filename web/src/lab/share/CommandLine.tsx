import { signal } from '@preact/signals';
import { catalogue } from '../catalogue';
import { Icon } from '../Icon';
import { modelId, ownModels, ownPhotos, photoId } from '../session';
import { snapshot } from '../state/store';
import { commandFor } from './command';

const copied = signal<'command' | 'link' | null>(null);

export function command(): string {
  const photo = catalogue.photos.find(({ id }) => id === photoId.value)?.file;
  const isDefaultModel = modelId.value === catalogue.models[0]?.id;
  const model = ownModels.value.get(modelId.value) ?? (isDefaultModel ? '' : modelId.value);
  return commandFor(snapshot(), photo?.split('/').pop() ?? ownPhotos.value.get(photoId.value) ?? 'photo.jpg', model);
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
  return (
    <div class="command">
      <code data-testid="command" title={text}>
        {text}
      </code>
      <button
        type="button"
        class="tool"
        title="Copy the command"
        aria-label="Copy the command"
        onClick={() => void copy('command', text)}
      >
        <Icon name="copy" />
      </button>
      <span class="copied" role="status">
        {copied.value === 'command' ? 'Copied' : ''}
      </span>
    </div>
  );
}
