// Photos as the core and the page need them: fetched, decoded, moved away.

import { CoreImage } from '../../core/farsight.mjs';
import { download } from './download';
import type { PhotoEntry } from './protocol';

/** Decoded photos kept, the moved ones counted: each costs four bytes a pixel. */
const kMostKept = 4;

export interface Photo {
  id: string;
  distance: number;
  image: CoreImage;
  decodeMs: number;
}

export class PhotoUnreadable extends Error {
  override readonly name = 'PhotoUnreadable';
}

export class PhotoShelf {
  readonly #blobs = new Map<string, Blob>();
  readonly #kept = new Map<string, Photo>();

  constructor(
    private readonly entries: readonly PhotoEntry[],
    private readonly base: string,
  ) {}

  /** A person's own photo. */
  put(id: string, blob: Blob): void {
    this.#blobs.set(id, blob);
  }

  async get(id: string, distance: number, progress: (text: string, fraction: number | null) => void): Promise<Photo> {
    const near = this.#kept.get(keyOf(id, 1)) ?? (await this.#decode(id, progress));
    if (distance === 1) return this.#keep(near);
    this.#keep(near);
    const known = this.#kept.get(keyOf(id, distance));
    if (known) return this.#keep(known);
    return this.#keep({ ...near, distance, image: near.image.movedAway(distance) });
  }

  #keep(photo: Photo): Photo {
    const key = keyOf(photo.id, photo.distance);
    this.#kept.delete(key);
    this.#kept.set(key, photo);
    for (const [oldKey, old] of this.#kept) {
      if (this.#kept.size <= kMostKept) break;
      this.#kept.delete(oldKey);
      old.image.free();
    }
    return photo;
  }

  async #decode(id: string, progress: (text: string, fraction: number | null) => void): Promise<Photo> {
    const blob = this.#blobs.get(id) ?? (await this.#fetch(id, progress));
    const start = performance.now();
    const image = await pixelsOf(blob);
    return { id, distance: 1, image, decodeMs: performance.now() - start };
  }

  async #fetch(id: string, progress: (text: string, fraction: number | null) => void): Promise<Blob> {
    const entry = this.entries.find((known) => known.id === id);
    if (!entry) throw new PhotoUnreadable('This photo is not in the gallery any more; choose another.');
    const text = `Loading the photo (${megabytes(entry.bytes)})`;
    progress(text, 0);
    const url = new URL(entry.file, this.base).href;
    const blob = new Blob([await download(url, 'The photo', entry.bytes, (part) => progress(text, part))]);
    this.#blobs.set(id, blob);
    return blob;
  }
}

const keyOf = (id: string, distance: number) => `${id}@${distance}`;

export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Orientation from EXIF is applied; what is transparent lies on white. */
async function pixelsOf(blob: Blob): Promise<CoreImage> {
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' }).catch(() => {
    throw new PhotoUnreadable('This photo cannot be read; it may be damaged. Open a JPEG, PNG, WebP or AVIF file.');
  });
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new PhotoUnreadable('This browser cannot draw a photo of this size; scale it down first.');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return CoreImage.fromRgba(context.getImageData(0, 0, width, height).data, width, height);
}

/** What the page draws. */
export async function bitmapOf(image: CoreImage): Promise<ImageBitmap> {
  const pixels = new Uint8ClampedArray(image.bytes());
  return createImageBitmap(new ImageData(pixels, image.width, image.height));
}
