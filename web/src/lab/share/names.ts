// What files of the shown picture are called.

import { catalogue } from '../catalogue';
import { onScene } from '../proving/scene_state';
import { ownPhotos, photoId } from '../session';
import { state } from '../state/store';

/** Safe in any file system; the extension is added. */
export function exportStem(): string {
  const distance = state.distance.value === 1 ? '' : `-${state.distance.value}x`;
  const name = onScene.value ? `scene-${state.seed.value}` : photoStem() + distance;
  return `farsight-${name.replace(/[^\w.-]+/g, '-')}`;
}

function photoStem(): string {
  return (ownPhotos.value.get(photoId.value) ?? photoId.value).replace(/\.\w+$/, '');
}

/** The picture's file for the command. A scene, or a photo moved away, is what 'Export, Photo' saves. */
export function pictureFile(): string {
  if (onScene.value || state.distance.value !== 1) return `${exportStem()}.png`;
  return ownPhotos.value.get(photoId.value) ?? galleryFile() ?? 'photo.jpg';
}

/** Where scripts/fetch_assets put the gallery's photos; the site's own names carry a hash. */
function galleryFile(): string | undefined {
  const file = catalogue.photos.find(({ id }) => id === photoId.value)?.file;
  return file && `build/assets/${photoId.value}${file.slice(file.lastIndexOf('.'))}`;
}
