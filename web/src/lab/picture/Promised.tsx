import { result, status, timeLeft } from '../session';

/** Before anything was found: what will be, what is being loaded, and how long that takes. */
export function Promised() {
  if (result.value || status.value.state === 'error') return null;
  const { text, fraction } = status.value;
  return (
    <section class="promised" aria-label="What comes" data-testid="promised">
      <ol>
        <li>
          <Drawing kind="full" /> The network sees the photo once, shrunk.
        </li>
        <li>
          <Drawing kind="tiles" /> Then it sees enlarged tiles of it.
        </li>
        <li>
          <Drawing kind="both" /> Blue was found at once, orange only in the tiles.
        </li>
      </ol>
      <p>
        {text}
        {timeLeft.value && `, ${timeLeft.value}`}
      </p>
      <progress aria-label="Loading" {...(fraction === null ? {} : { value: fraction })} max={1} />
    </section>
  );
}

/** A photo with a near and a far figure in it, as one of the steps leaves it. */
function Drawing({ kind }: { kind: 'full' | 'tiles' | 'both' }) {
  return (
    <svg viewBox="0 0 96 60" aria-hidden="true" class="drawing">
      <rect class="photo" x="1" y="1" width="94" height="58" rx="4" />
      <path class="ground" d="M1 34 60 28 95 30V55a4 4 0 0 1-4 4H5a4 4 0 0 1-4-4Z" />
      <path class="near" d="M24 24a4 4 0 1 1 8 0 4 4 0 1 1-8 0ZM21 30h14l-2 12h-2l-1 10h-4l-1-10h-2Z" />
      <path class="far" d="M72 27a1.3 1.3 0 1 1 2.6 0 1.3 1.3 0 1 1-2.6 0ZM71.2 29h4.2l-.8 3.6-.6 3h-1.2l-.6-3Z" />
      {kind === 'tiles' && <path class="grid" d="M2 20h92M2 40h92M33 2v56M64 2v56" />}
      {kind !== 'tiles' && <rect class="full" x="18" y="17" width="20" height="38" />}
      {kind === 'both' && <rect class="recovered" x="68" y="23" width="11" height="15" />}
    </svg>
  );
}
