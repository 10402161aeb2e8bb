// Files from wherever a person gives them: the picker, a drop, the clipboard, the camera.

import { countEndings, kHeadBytes, looksLikePhoto, whyUnreadable } from '../../engine/photo_kind';
import { takeModelFiles } from '../controls/own_model';
import { fail, openPhotos } from '../session';
import { filesOf } from './dropped';

/** Most pixels a photo may have here: decoded it takes four bytes each, several times over. */
const kMostMegapixels = matchMedia('(pointer: coarse)').matches ? 24 : 64;

/** Photos, and networks with what belongs to them, in any mixture. */
export function openFiles(files: FileList | readonly File[] | null): void {
  const given = [...(files ?? [])];
  if (given.length > 0) void openAll(given);
}

/** Texts beside photos are labels of a network only where there is one. */
async function openAll(files: readonly File[]): Promise<void> {
  const network = files.some(({ name }) => /\.(onnx|tflite)$/i.test(name));
  const photos = network || !files.some(looksLikePhoto) ? await takeModelFiles(files) : files;
  if (photos.length === 1 && photos[0]) await openOne(photos[0]);
  else if (photos.length > 1) openSeveral(photos);
}

/** Photos in the order of their paths; what else is in the folder is counted. */
function openSeveral(files: readonly File[]): void {
  const shown = files.filter(({ name }) => !name.startsWith('.'));
  const photos = shown.filter(looksLikePhoto);
  const others = shown.filter((file) => !looksLikePhoto(file));
  const path = (file: File) => file.webkitRelativePath || file.name;
  photos.sort((a, b) => path(a).localeCompare(path(b), undefined, { numeric: true }));
  openPhotos(photos.map((blob) => ({ name: blob.name, blob })));
  if (others.length === 0) return;
  const text = photos.length === 0 ? 'There is no photo among these files: ' : 'Passed over: ';
  fail({ kind: 'error', about: 'photo', text: `${text}${countEndings(others.map(({ name }) => name))}.` });
}

/** Reads the photo's size from its head first, so that a huge one is refused before it is decoded. */
async function openOne(file: File): Promise<void> {
  const size = await sizeOf(file);
  const name = file.name || 'The photo';
  const refuse = (text: string) => fail({ kind: 'error', about: 'photo', text });
  if (!size) {
    refuse(whyUnreadable(name, new Uint8Array(await file.slice(0, kHeadBytes).arrayBuffer())));
    return;
  }
  const megapixels = (size.width * size.height) / 1e6;
  if (megapixels > kMostMegapixels) {
    refuse(
      `${name} has ${Math.round(megapixels)} megapixels; this page takes at most ${kMostMegapixels}. Scale it down, or use the farsight command.`,
    );
    return;
  }
  openPhotos([{ name, blob: file }]);
}

function sizeOf(file: Blob): Promise<{ width: number; height: number } | null> {
  return new Promise((resolve) => {
    const url = URL.createObjectURL(file);
    const image = new Image();
    const end = (size: { width: number; height: number } | null) => {
      URL.revokeObjectURL(url);
      resolve(size);
    };
    image.onload = () => end({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => end(null);
    image.src = url;
  });
}

/** Lets photos and models be dropped or pasted anywhere on the page. */
export function acceptFilesAnywhere(onDrag: (over: boolean) => void): void {
  let depth = 0;
  const isFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragenter', (event) => {
    if (!isFile(event)) return;
    depth += 1;
    onDrag(true);
  });
  addEventListener('dragleave', (event) => {
    if (!isFile(event)) return;
    depth = Math.max(0, depth - 1);
    if (depth === 0) onDrag(false);
  });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    onDrag(false);
    if (event.dataTransfer) void filesOf(event.dataTransfer).then(openFiles);
  });
  addEventListener('paste', (event) => {
    const files = event.clipboardData?.files;
    if (files?.length) openFiles(files);
  });
}
