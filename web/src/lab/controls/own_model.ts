// A network of a person's own: its files, whenever and in whatever order they come, and what was typed beside them.

import { signal } from '@preact/signals';
import type { OwnFile } from '../../engine/protocol';
import type { GivenFile } from '../../../core/lab/lab.mjs';
import { fail, openModel } from '../session';
import { lab } from '../state/lab';

/** A card says early what it is. */
const kBeginning = 1 << 20;

/** Text in a field: typed, or that of a file. */
interface Field {
  text: string;
  file: string;
}

const kEmpty: Field = { text: '', file: '' };

export const labels = signal<Field>(kEmpty);
export const card = signal<Field>(kEmpty);

interface Given extends GivenFile {
  file: File;
}

/** Networks and what belongs to them, of this visit. */
let kept: Given[] = [];
/** One drop is sorted after the other. */
let sorting: Promise<unknown> = Promise.resolve();

/** Takes the files of a model and opens it when they are all there; gives back those that are photos. */
export function takeModelFiles(files: readonly File[]): Promise<File[]> {
  const taken = sorting.then(() => sort(files));
  sorting = taken.catch(() => undefined);
  return taken;
}

/** With what was typed since. */
export function openAgain(): void {
  sorting = sorting.then(() => open()).catch(() => undefined);
}

async function sort(files: readonly File[]): Promise<File[]> {
  const fresh = await Promise.all(
    files.map(async (file): Promise<Given> => {
      const beginning = lab.wantsText(file.name) ? await file.slice(0, kBeginning).text() : '';
      return { file, name: file.name, beginning, before: false };
    }),
  );
  const all = [...kept, ...fresh];
  const { roles, complaint } = lab.sortFiles(all);
  const photos = all.filter((_, i) => roles[i] === 'photo').map(({ file }) => file);
  if (photos.length === fresh.length) return photos;
  const before = kept;
  kept = all
    .filter((_, i) => roles[i] !== 'photo' && roles[i] !== 'replaced')
    .map((given) => ({ ...given, before: true }));
  // What a file had put into a field goes with the file.
  const gone = (field: Field) =>
    before.some(({ name }) => name === field.file) && !kept.some(({ name }) => name === field.file);
  if (gone(card.value)) card.value = kEmpty;
  if (gone(labels.value)) labels.value = kEmpty;
  const { card: cardAt, labels: labelsAt } = lab.sortFiles(kept);
  await show(card, kept[cardAt]);
  await show(labels, kept[labelsAt]);
  await open();
  if (complaint !== '') fail({ kind: 'error', about: 'model', text: complaint });
  return photos;
}

async function show(field: typeof card, given: Given | undefined): Promise<void> {
  if (given) field.value = { text: await given.file.text(), file: given.name };
}

async function open(): Promise<void> {
  const { network, roles } = lab.sortFiles(kept);
  const chosen = kept[network];
  if (!chosen) return;
  const read = async ({ file }: Given): Promise<OwnFile> => ({ name: file.name, bytes: await file.arrayBuffer() });
  const parts = await Promise.all(kept.filter((_, i) => roles[i] === 'part').map(read));
  const typed = { card: card.value.text.trim(), labels: labels.value.text.trim() === '' ? '' : labels.value.text };
  openModel(
    { network: await read(chosen), ...typed, parts },
    {
      card: typed.card === '' ? '' : card.value.file || 'card.json',
      labels: typed.labels === '' ? '' : labels.value.file || 'labels.txt',
    },
  );
}
