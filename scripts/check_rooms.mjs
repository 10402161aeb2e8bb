// Checks which room includes which: no file of core/ or lab/ includes a file of a room that comes after its
// own. The rooms in their order stand below; docs/architecture.md draws them.
// Usage: node scripts/check_rooms.mjs [FOLDER]
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import process from 'node:process';

export const rooms = [
  'core/base',
  'core/simd',
  'core/image',
  'core/model',
  'core/pyramid',
  'core/heads',
  'core/search',
  'core/merge',
  'core/scene',
  'core/measure',
  'core/import',
  'core/annotations',
  'core/diagnosis',
  'lab/words',
  'lab/state',
  'lab/run',
  'lab/study',
  'lab/export',
  'lab/diagnosis',
];

/** Public headers without a source of their stem. */
const kHomes = {
  'box.h': 'core/base',
  'head_view.h': 'core/model',
  'receptive_field.h': 'core/model',
  'resize.h': 'core/base',
  'result.h': 'core/base',
  'scene.h': 'core/scene',
  'stage_times.h': 'core/base',
};

const stem = (file) => basename(file).replace(/\.\w+$/, '');

/** Every C++ file of a folder, by its path from `top`. */
function sources(top, folder) {
  return readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(cpp|h|inc)$/.test(entry.name))
    .map((entry) => relative(top, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** The room of each file, and of each public header the room of the source that it announces. */
export function roomsOf(top) {
  const found = new Map();
  for (const part of ['core', 'lab']) {
    for (const file of sources(top, `${part}/src`)) found.set(file, `${part}/${file.split('/')[2]}`);
    const byStem = new Map([...found].map(([file, room]) => [`${room.split('/')[0]} ${stem(file)}`, room]));
    for (const file of sources(top, `${part}/include`)) {
      const room = byStem.get(`${part} ${stem(file)}`) ?? kHomes[basename(file)];
      if (room) found.set(file, room);
    }
  }
  return found;
}

/** Complaints, one a line that includes a later room. */
export function violations(top) {
  const found = roomsOf(top);
  const complaints = [];
  const place = (room) => {
    const at = rooms.indexOf(room);
    if (at < 0) complaints.push(`${room}: is no room that scripts/check_rooms.mjs knows; give it its place there.`);
    return at;
  };
  for (const room of new Set(found.values())) place(room);
  if (complaints.length > 0) return complaints;
  for (const [file, room] of found) {
    const part = room.split('/')[0];
    readFileSync(join(top, file), 'utf8')
      .split('\n')
      .forEach((line, index) => {
        const name = /^\s*#\s*include\s+"([^"]+)"/.exec(line)?.[1];
        if (name === undefined) return;
        const candidates = [`${part}/src/${name}`, `core/include/${name}`, `lab/include/${name}`];
        const included = found.get(candidates.find((candidate) => found.has(candidate)));
        if (included === undefined || rooms.indexOf(included) <= rooms.indexOf(room)) return;
        complaints.push(`${file}:${index + 1}: ${room} includes ${name} of ${included}, which comes after it.`);
      });
  }
  return complaints;
}

if (import.meta.filename === process.argv[1]) {
  const complaints = violations(process.argv[2] ?? '.');
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exit(1);
  console.log(`no file includes a later room: ${rooms.join(', ')}`);
}
