import { signal } from '@preact/signals';

/** Set when a newer version of the page waits to take over. */
export const takeUpdate = signal<(() => void) | null>(null);

export function UpdateNote() {
  return (
    <div class="update" role="status">
      {takeUpdate.value && (
        <p>
          A new version of this page is ready.{' '}
          <button type="button" class="secondary" onClick={takeUpdate.value}>
            Reload
          </button>
        </p>
      )}
    </div>
  );
}
