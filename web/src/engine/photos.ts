// Photos as the core and the page need them: fetched, decoded, moved away.

import { CoreImage } from '../../core/farsight.mjs';
import type { Downloads } from './download';
import { kHeadBytes, whyUnreadable } from './photo_kind';
import type { PhotoEntry } from './protocol';

/** Most pixels of a photo. Each costs four bytes in the browser's decoder, in the canvas and in the core. */
export const photoCap = (phone: boolean) => (phone ? 24e6 : 64e6);

/** The photo and the photo moved away are both needed; more are kept while they are small. */
const kAlwaysKept = 2;
const kMostKept = 6;

export interface Photo {
  id: string;
  distance: number;
  image: CoreImage;
  /** What it took to have these pixels: decoding, or moving away. */
  decodeMs: number;
}

export class PhotoUnreadable extends Error {
  override readonly name = 'PhotoUnreadable';
}

export class PhotoShelf {
  readonly #blobs = new Map<string, Blob>();
  readonly #kept = new Map<string, Photo>();
  readonly #cap: number;

  constructor(
    private readonly entries: readonly PhotoEntry[],
    private readonly base: string,
    phone: boolean,
  ) {
    this.#cap = photoCap(phone);
  }

  /** What a photo is made of, as far as it must be fetched. */
  urlsOf(id: string): string[] {
    const entry = this.entries.find((known) => known.id === id);
    return entry ? [new URL(entry.file, this.base).href] : [];
  }

  /** A person's own photo. */
  put(id: string, blob: Blob): void {
    this.#blobs.set(id, blob);
  }

  async get(id: string, distance: number, downloads: Downloads, signal: AbortSignal): Promise<Photo> {
    const near = this.#kept.get(keyOf(id, 1)) ?? (await this.#decode(id, downloads, signal));
    if (distance === 1) return this.#keep(near);
    this.#keep(near);
    const known = this.#kept.get(keyOf(id, distance));
    if (known) return this.#keep(known);
    const start = performance.now();
    const image = near.image.movedAway(distance);
    return this.#keep({ ...near, distance, image, decodeMs: performance.now() - start });
  }

  #keep(photo: Photo): Photo {
    const key = keyOf(photo.id, photo.distance);
    this.#kept.delete(key);
    this.#kept.set(key, photo);
    let pixels = 0;
    for (const { image } of this.#kept.values()) pixels += image.width * image.height;
    for (const [oldKey, { image }] of this.#kept) {
      const room = this.#kept.size <= kMostKept && pixels <= this.#cap;
      if (room || this.#kept.size <= kAlwaysKept) break;
      pixels -= image.width * image.height;
      this.#kept.delete(oldKey);
      image.free();
    }
    return photo;
  }

  async #decode(id: string, downloads: Downloads, signal: AbortSignal): Promise<Photo> {
    const blob = this.#blobs.get(id) ?? (await this.#fetch(id, downloads, signal));
    const start = performance.now();
    const image = await pixelsOf(blob, this.#cap);
    return { id, distance: 1, image, decodeMs: performance.now() - start };
  }

  async #fetch(id: string, downloads: Downloads, signal: AbortSignal): Promise<Blob> {
    const entry = this.entries.find((known) => known.id === id);
    if (!entry) throw new PhotoUnreadable('This photo is not in the gallery any more; choose another.');
    const url = new URL(entry.file, this.base).href;
    const blob = new Blob([await downloads.get(url, 'The photo', entry.bytes, signal)]);
    this.#blobs.set(id, blob);
    return blob;
  }
}

const keyOf = (id: string, distance: number) => `${id}@${distance}`;

/** Why a photo of this size is refused; nothing when it fits. */
export function overCap(width: number, height: number, cap: number): string | undefined {
  if (width * height <= cap) return undefined;
  const megapixels = (pixels: number) => Math.round(pixels / 1e6);
  return (
    `This photo has ${megapixels(width * height)} megapixels (${width} × ${height}); the page takes up to ` +
    `${megapixels(cap)} on this device. Scale it down, or use the command farsight detect.`
  );
}

/** Orientation from EXIF is applied; what is transparent lies on white. */
async function pixelsOf(blob: Blob, cap: number): Promise<CoreImage> {
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' }).catch(async () => {
    const head = new Uint8Array(await blob.slice(0, kHeadBytes).arrayBuffer());
    throw new PhotoUnreadable(whyUnreadable(blob instanceof File ? blob.name : 'This photo', head));
  });
  const { width, height } = bitmap;
  const refusal = overCap(width, height, cap);
  if (refusal) {
    bitmap.close();
    throw new PhotoUnreadable(refusal);
  }
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
