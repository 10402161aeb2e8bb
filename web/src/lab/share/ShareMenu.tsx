import { useRef } from 'preact/hooks';
import { Icon } from '../Icon';
import { result } from '../session';
import { copy, justCopied } from './CommandLine';
import { exportPhoto, exportPng, exportText } from './export';

/** Link and exports. */
export function ShareMenu() {
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
        onClick={() => void copy('link', location.href)}
      >
        <Icon name={justCopied.value === 'link' ? 'done' : 'link'} /> <span>Copy link</span>
      </button>
      <span class="sr" role="status">
        {justCopied.value === 'link' ? 'Link copied' : ''}
      </span>
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
          <button type="button" disabled={!ready} onClick={() => run(exportPng)}>
            Picture <small>PNG with boxes</small>
          </button>
          <button type="button" disabled={!ready} onClick={() => run(exportPhoto)}>
            Photo <small>PNG as the network saw it</small>
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
