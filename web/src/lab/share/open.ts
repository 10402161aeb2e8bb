// Files from wherever a person gives them: the picker, a drop, the clipboard, the camera.

import { takeModelFiles } from '../controls/own_model';
import { fail, openPhoto } from '../session';

/** Most pixels a photo may have here: decoded it takes four bytes each, several times over. */
const kMostMegapixels = matchMedia('(pointer: coarse)').matches ? 24 : 64;

/** Photos, and networks with what belongs to them, in any mixture. */
export function openFiles(files: FileList | readonly File[] | null): void {
  const given = [...(files ?? [])];
  if (given.length > 0) void openAll(given);
}

async function openAll(files: readonly File[]): Promise<void> {
  const [photo] = await takeModelFiles(files);
  if (photo) await checkAndOpen(photo);
}

/** Reads the photo's size from its head first, so that a huge one is refused before it is decoded. */
async function checkAndOpen(file: File): Promise<void> {
  const size = await sizeOf(file);
  const name = file.name || 'The photo';
  if (!size) {
    fail({
      kind: 'error',
      about: 'photo',
      text: `${name} is not a photo this browser can read, or it is damaged. Open a JPEG, PNG, WebP or AVIF file.`,
    });
    return;
  }
  const megapixels = (size.width * size.height) / 1e6;
  if (megapixels > kMostMegapixels) {
    fail({
      kind: 'error',
      about: 'photo',
      text: `${name} has ${Math.round(megapixels)} megapixels; this page takes at most ${kMostMegapixels}. Scale it down, or use the farsight command.`,
    });
    return;
  }
  openPhoto(file, name);
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
    openFiles(event.dataTransfer?.files ?? null);
  });
  addEventListener('paste', (event) => {
    const files = event.clipboardData?.files;
    if (files?.length) openFiles(files);
  });
}
