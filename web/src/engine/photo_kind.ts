// What a file is that the browser cannot read as a photo, and what to do with it.

interface Kind {
  /** Where the bytes stand, and as Latin-1 text what they are. */
  at: number;
  bytes: string;
  what: string;
  remedy: string;
}

const kConvert = 'Save it as JPEG or PNG, or use the farsight command, which reads it.';
const kDevelop = 'Develop it and save it as JPEG or PNG.';
const kFrames = 'Save its frames as pictures first.';
const kUnpack = 'Unpack it and open the photos in it.';

/** Of several that fit the first counts. */
const kKinds: readonly Kind[] = [
  ...['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'].map((brand) => ({
    at: 4,
    bytes: `ftyp${brand}`,
    what: 'a HEIC photo',
    remedy: kConvert,
  })),
  ...['avif', 'avis'].map((brand) => ({ at: 4, bytes: `ftyp${brand}`, what: 'an AVIF photo', remedy: kConvert })),
  { at: 4, bytes: 'ftypcrx', what: "a camera's raw file", remedy: kDevelop },
  { at: 4, bytes: 'ftyp', what: 'a video', remedy: kFrames },
  { at: 0, bytes: '\x1a\x45\xdf\xa3', what: 'a video', remedy: kFrames },
  { at: 8, bytes: 'AVI ', what: 'a video', remedy: kFrames },
  { at: 0, bytes: 'II*\0', what: 'a TIFF picture', remedy: kConvert },
  { at: 0, bytes: 'MM\0*', what: 'a TIFF picture', remedy: kConvert },
  { at: 0, bytes: 'FUJIFILMCCD-RAW', what: "a camera's raw file", remedy: kDevelop },
  { at: 0, bytes: '\xff\x0a', what: 'a JPEG XL picture', remedy: kConvert },
  { at: 4, bytes: 'JXL ', what: 'a JPEG XL picture', remedy: kConvert },
  { at: 4, bytes: 'jP  ', what: 'a JPEG 2000 picture', remedy: 'Save it as JPEG or PNG.' },
  { at: 0, bytes: '8BPS', what: 'a Photoshop picture', remedy: 'Save it as JPEG or PNG.' },
  ...[1, 2, 3, 4, 5, 6].map((digit) => ({ at: 0, bytes: `P${digit}`, what: 'a PNM picture', remedy: kConvert })),
  { at: 0, bytes: '%PDF', what: 'a PDF document', remedy: 'Save its pages as pictures first.' },
  { at: 0, bytes: 'PK\x03\x04', what: 'a ZIP archive', remedy: kUnpack },
];

/** TIFF inside, a camera's inside that. */
const kRawEndings = /\.(dng|cr2|cr3|nef|nrw|arw|srf|orf|rw2|raf|pef|srw)$/i;

/** How many bytes from a file's start are needed. */
export const kHeadBytes = 16;

/** A sentence on a file that is no photo this browser reads. */
export function whyUnreadable(name: string, head: Uint8Array): string {
  const text = String.fromCharCode(...head.subarray(0, kHeadBytes));
  const kind = kKinds.find(({ at, bytes }) => text.startsWith(bytes, at));
  if (kRawEndings.test(name)) return `${name} is a camera's raw file, which no browser reads. ${kDevelop}`;
  if (kind) return `${name} is ${kind.what}, which this browser does not read. ${kind.remedy}`;
  return `${name} is not a photo this browser can read, or it is damaged. Open a JPEG, PNG, WebP or AVIF file.`;
}

/** Endings of photos, also of kinds that this browser may not read: those get words when they are shown. */
const kPhotoEndings = /\.(jpe?g|jpe|jfif|png|apng|webp|avif|gif|bmp|heic|heif|hif|tiff?|svg|p[bgpn]m)$/i;

export const looksLikePhoto = ({ name, type }: { name: string; type: string }) =>
  type.startsWith('image/') || kPhotoEndings.test(name);

/** "2 .txt, 1 .mp4, 1 without an ending": what was passed over. */
export function countEndings(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const ending = /\.[^./]+$/.exec(name)?.[0].toLowerCase() ?? 'without an ending';
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return [...counts].map(([ending, count]) => `${count} ${ending}`).join(', ');
}
