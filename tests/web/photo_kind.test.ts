import { expect, it } from 'vitest';
import { countEndings, looksLikePhoto, whyUnreadable } from '../../web/src/engine/photo_kind';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

it('names a file that no browser reads as what it is, with what to do', () => {
  const words = (name: string, head: string) => whyUnreadable(name, bytes(head));
  expect(words('a.heic', '\0\0\0\x1cftypheic\0\0\0\0')).toMatch(/^a\.heic is a HEIC photo, .* Save it as JPEG/);
  expect(words('a.tif', 'II*\0\x08\0\0\0')).toMatch(/a TIFF picture/);
  expect(words('a.nef', 'MM\0*\0\0\0\x08')).toMatch(/camera's raw file.* Develop it/);
  expect(words('a.mov', '\0\0\0\x14ftypqt  ')).toMatch(/is a video, .* Save its frames/);
  expect(words('a.pdf', '%PDF-1.7')).toMatch(/a PDF document/);
  expect(words('a.pgm', 'P5 4 4 255\n')).toMatch(/a PNM picture/);
  expect(words('a.zip', 'PK\x03\x04')).toMatch(/a ZIP archive/);
  expect(words('a.jpg', '\xff\xd8\xff\xe0')).toBe(
    'a.jpg is not a photo this browser can read, or it is damaged. Open a JPEG, PNG, WebP or AVIF file.',
  );
  expect(words('a.jpg', '')).toMatch(/damaged/);
});

it('takes photos by type or ending, and counts the rest by ending', () => {
  expect(looksLikePhoto({ name: 'a.JPG', type: '' })).toBe(true);
  expect(looksLikePhoto({ name: 'a', type: 'image/png' })).toBe(true);
  expect(looksLikePhoto({ name: 'a.heic', type: '' })).toBe(true);
  expect(looksLikePhoto({ name: 'a.txt', type: 'text/plain' })).toBe(false);
  expect(countEndings(['a.txt', 'b.TXT', 'film.mp4', 'notes'])).toBe('2 .txt, 1 .mp4, 1 without an ending');
});
