import { useRef } from 'preact/hooks';
import { megabytes } from '../../engine/download';
import { catalogue } from '../catalogue';
import { choosePhoto, ownPhotos, photoId } from '../session';
import { openFiles } from '../share/open';
import { Icon } from '../Icon';
import { Strip } from './Strip';

/** An attribute that the types of JSX do not know. */
const kWholeFolder = { webkitdirectory: true };

/** What was chosen; the same may be chosen again. */
function open({ currentTarget }: { currentTarget: HTMLInputElement }): void {
  openFiles(currentTarget.files);
  currentTarget.value = '';
}

export function PhotoPicker() {
  const file = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <>
      <div class="row">
        <button type="button" class="primary" onClick={() => file.current?.click()}>
          <Icon name="open" /> Open photos
        </button>
        <button
          type="button"
          class="square"
          title="Open a folder of photos"
          aria-label="Open a folder of photos"
          onClick={() => folder.current?.click()}
        >
          <Icon name="tiles" />
        </button>
        <button
          type="button"
          class="square"
          title="Take a photo"
          aria-label="Take a photo with the camera"
          onClick={() => camera.current?.click()}
        >
          <Icon name="camera" />
        </button>
      </div>
      <input
        ref={file}
        class="file"
        type="file"
        accept="image/*,.heic,.heif,.tif,.tiff,.onnx,.tflite"
        multiple
        data-testid="file"
        aria-label="Open photos or a model"
        tabIndex={-1}
        onChange={open}
      />
      <input
        ref={camera}
        class="file"
        type="file"
        accept="image/*"
        capture="environment"
        aria-label="Photo from the camera"
        tabIndex={-1}
        onChange={open}
      />
      <input
        ref={folder}
        class="file"
        type="file"
        {...kWholeFolder}
        data-testid="folder"
        aria-label="Open a folder of photos"
        tabIndex={-1}
        onChange={open}
      />
      <Strip />
      <Gallery />
    </>
  );
}

function Gallery() {
  const current = photoId.value;
  const shown = catalogue.photos.find(({ id }) => id === current);
  return (
    <>
      <div class="gallery" role="group" aria-label="Photos to start with">
        {catalogue.photos.map(({ id, title, thumbnail, bytes }) => (
          <button
            key={id}
            type="button"
            class="thumbnail"
            aria-pressed={id === current}
            title={`${title} (${megabytes(bytes)})`}
            aria-label={title}
            data-photo={id}
            onClick={() => choosePhoto(id)}
          >
            <img src={thumbnail} alt="" width="64" height="48" loading="lazy" />
          </button>
        ))}
      </div>
      <p class="fact">{shown ? shown.credit : `${ownPhotos.value.get(current)?.name ?? ''} stays on this device.`}</p>
    </>
  );
}
