import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Icon } from '../Icon';
import { modelId, ownModels, ownPhotos, photoId, result } from '../session';
import { state } from '../state/store';
import { copy, justCopied } from './CommandLine';
import { exportPhoto, exportPng, exportText, type Drawn } from './export';

const pictures: readonly { drawn: Drawn; text: string; hint: string }[] = [
  { drawn: 'pyramid', text: 'Picture', hint: 'PNG, the pyramid’s boxes' },
  { drawn: 'full-frame', text: 'Full frame', hint: 'PNG, the full frame’s boxes' },
  { drawn: 'both', text: 'Side by side', hint: 'PNG, both with a legend' },
];

/** A link names what is listed; whoever opens it does not have this person's files. */
function linkNote(): string {
  const isOwnPhoto = state.source.value === 'photo' && ownPhotos.value.has(photoId.value);
  const own = [...(isOwnPhoto ? ['photo'] : []), ...(ownModels.value.has(modelId.value) ? ['model'] : [])];
  if (own.length === 0) return '';
  return `The link holds every setting, but not your own ${own.join(' or ')}: it opens with the first of the list.`;
}

/** Link and exports. */
export function ShareMenu() {
  const note = useSignal('');
  const menu = useRef<HTMLDetailsElement>(null);
  const ready = Boolean(result.value?.done);
  const run = (action: () => unknown) => {
    void action();
    if (menu.current) menu.current.open = false;
  };
  return (
    <>
      <button
        type="button"
        class="secondary link"
        aria-label="Copy link"
        onClick={() => {
          note.value = linkNote();
          void copy('link', location.href);
        }}
      >
        <Icon name={justCopied.value === 'link' ? 'done' : 'link'} /> <span>Copy link</span>
      </button>
      <span class="sr" role="status">
        {justCopied.value === 'link' ? 'Link copied' : ''}
      </span>
      {note.value && (
        <p class="link-note" role="status" data-testid="link-note">
          {note.value}
          <button type="button" class="tool" aria-label="Dismiss" onClick={() => (note.value = '')}>
            <Icon name="close" />
          </button>
        </p>
      )}
      <details
        class="menu"
        ref={menu}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.open = false;
        }}
      >
        <summary class="secondary" aria-label="Export">
          <Icon name="save" /> <span>Export</span>
        </summary>
        <div>
          {pictures.map(({ drawn, text, hint }) => (
            <button
              key={drawn}
              type="button"
              disabled={!ready || (drawn !== 'full-frame' && !state.pyramid.value)}
              onClick={() => run(() => exportPng(drawn))}
            >
              {text} <small>{hint}</small>
            </button>
          ))}
          <button type="button" disabled={!ready} onClick={() => run(exportPhoto)}>
            Photo <small>PNG without boxes, for the command</small>
          </button>
          <button type="button" disabled={!ready} onClick={() => run(() => exportText('csv'))}>
            Table <small>CSV</small>
          </button>
          <button type="button" disabled={!ready} onClick={() => run(() => exportText('json'))}>
            Detections <small>JSON, as the command’s</small>
          </button>
        </div>
      </details>
    </>
  );
}
