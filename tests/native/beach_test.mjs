// The beach of the README: what is said of its people is what the boxes drawn by eye say.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { judge, truthOf } from '../../scripts/truth.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const photo = join(process.env.FARSIGHT_TEST_ASSETS, 'kite.jpg');
const truth = truthOf(photo);

const detect = (pyramid) =>
  JSON.parse(
    execFileSync(process.env.FARSIGHT_BINARY, ['detect', photo, '--pyramid', pyramid, '--format', 'json'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ).images[0].detections;

test('a box finds one person, a second look and a kite are false, and a crowd is neither', () => {
  const people = {
    categories: [{ name: 'person' }],
    annotations: [
      { bbox: [0, 0, 10, 20], iscrowd: 0 },
      { bbox: [100, 0, 10, 20], iscrowd: 0 },
      { bbox: [50, 50, 10, 10], iscrowd: 1 },
    ],
  };
  const at = (x0, y0, x1, y1, label = 'Person') => ({ label, box: [x0, y0, x1, y1] });
  const boxes = [at(0, 0, 10, 20), at(1, 0, 10, 20), at(52, 52, 58, 58), at(300, 0, 310, 9), at(0, 0, 9, 9, 'Shoe')];
  assert.deepEqual(judge(people, boxes), { objects: 2, found: 1, missed: 1, wrong: 2 });
});

test('README, results and the demo say of the beach what the boxes say', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, alone, people] = /The full frame: (\d+) of (\d+) people/.exec(readme);
  const [, pyramid] = /With the pyramid: (\d+) of \d+ people/.exec(readme);
  assert.equal(judge(truth, []).objects, Number(people));
  assert.equal(judge(truth, detect('off')).found, Number(alone));
  assert.equal(judge(truth, detect('auto')).found, Number(pyramid));
  const results = readFileSync(join(root, 'docs/results.md'), 'utf8');
  assert.match(results, new RegExp(`people found, of the ${people} counted by eye \\| ${alone} \\| ${pyramid} \\|`));
});
