// What files of the shown picture are called.

import { catalogue } from '../catalogue';
import { ownPhotos, photoId } from '../session';
import { lab } from '../state/lab';
import { query } from '../state/store';

/** The photo's file as it was taken, for the command. */
export function takenFile(): string {
  return ownPhotos.value.get(photoId.value)?.name ?? galleryFile() ?? '';
}

/** Of the picture on show: its file, and what saved files of it are called. */
export const picture = () => lab.picture(query.value, takenFile());

/** Where scripts/fetch_assets put the gallery's photos; the site's own names carry a hash. */
function galleryFile(): string | undefined {
  const file = catalogue.photos.find(({ id }) => id === photoId.value)?.file;
  return file && `build/assets/${photoId.value}${file.slice(file.lastIndexOf('.'))}`;
}
