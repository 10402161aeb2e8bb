// scripts/check_rooms.mjs: what it finds in a small tree, and that ours is clean.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

import { violations } from '../../scripts/check_rooms.mjs';

const folder = mkdtempSync(join(tmpdir(), 'farsight-rooms-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function tree(name, files) {
  const top = join(folder, name);
  for (const part of ['core/src', 'core/include', 'lab/src', 'lab/include']) {
    mkdirSync(join(top, part), { recursive: true });
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, file)), { recursive: true });
    writeFileSync(join(top, file), text);
  }
  return top;
}

test('a file may include its own room and those before it', () => {
  const top = tree('good', {
    'core/src/image/image.cpp': '#include "farsight/image.h"\n#include <vector>\n',
    'core/include/farsight/image.h': '#pragma once\n',
    'core/src/merge/merge.cpp': '#include "farsight/image.h"\n#include "image/rows.h"\n',
    'core/src/image/rows.h': '',
    'lab/src/run/run.cpp': '#include "farsight/lab/run.h"\n#include "farsight/image.h"\n',
    'lab/include/farsight/lab/run.h': '',
  });
  assert.deepEqual(violations(top), []);
});

test('a file that includes a later room is named with its line, by source and by public header', () => {
  const top = tree('bad', {
    'core/src/image/image.cpp': '#include <vector>\n#include "merge/merge_scratch.h"\n',
    'core/src/merge/merge_scratch.h': '#include "farsight/range.h"\n',
    'core/include/farsight/range.h': '',
    'core/src/measure/range.cpp': '',
    'lab/src/words/numbers.cpp': '#include "export/json.h"\n',
    'lab/src/export/json.h': '',
  });
  assert.deepEqual(violations(top), [
    'core/src/image/image.cpp:2: core/image includes merge/merge_scratch.h of core/merge, which comes after it.',
    'core/src/merge/merge_scratch.h:1: core/merge includes farsight/range.h of core/measure, which comes after it.',
    'lab/src/words/numbers.cpp:1: lab/words includes export/json.h of lab/export, which comes after it.',
  ]);
});

test('a room without a place in the order is asked for one', () => {
  const top = tree('new', { 'core/src/attic/box.cpp': '' });
  assert.deepEqual(violations(top), [
    'core/attic: is no room that scripts/check_rooms.mjs knows; give it its place there.',
  ]);
});

test('our own rooms keep their order', () => {
  assert.deepEqual(violations(join(import.meta.dirname, '../..')), []);
});
