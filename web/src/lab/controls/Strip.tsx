import { useEffect, useMemo, useRef } from 'preact/hooks';
import { choosePhoto, ownPhotos, photoId } from '../session';
import { Icon } from '../Icon';

/** The photos a person opened, to step through. */
export function Strip() {
  const ids = [...ownPhotos.value.keys()];
  if (ids.length < 2) return null;
  const place = ids.indexOf(photoId.value);
  const step = (by: number) => choosePhoto(ids[(Math.max(place, 0) + by + ids.length) % ids.length] ?? '');
  return (
    <>
      <div class="row strip-steps" role="group" aria-label="Step through your photos">
        <button
          type="button"
          class="tool back"
          data-testid="strip-previous"
          aria-label="Previous photo"
          onClick={() => step(-1)}
        >
          <Icon name="next" />
        </button>
        <span data-testid="strip-position" aria-live="polite">
          {place < 0 ? `${ids.length} photos of yours` : `${place + 1} of ${ids.length}`}
        </span>
        <button type="button" class="tool" data-testid="strip-next" aria-label="Next photo" onClick={() => step(1)}>
          <Icon name="next" />
        </button>
      </div>
      <div class="strip" role="group" aria-label="Your photos" data-testid="strip">
        {ids.map((id) => (
          <Thumbnail key={id} id={id} />
        ))}
      </div>
    </>
  );
}

function Thumbnail({ id }: { id: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const own = ownPhotos.value.get(id);
  const url = useMemo(() => (own ? URL.createObjectURL(own.blob) : ''), [own]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const chosen = id === photoId.value;
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen]);
  return (
    <button
      ref={button}
      type="button"
      class="thumbnail"
      aria-pressed={chosen}
      title={own?.name}
      aria-label={own?.name}
      onClick={() => choosePhoto(id)}
    >
      <img src={url} alt="" width="64" height="48" loading="lazy" decoding="async" />
    </button>
  );
}
