// The example under Node, as a person runs it. Wants the build 'web' and the assets.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the Node example finds the person in the photo', () => {
  const printed = execFileSync(process.execPath, ['examples/web/node.mjs', 'build/assets/astronaut.png'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [, score, ...sides] = /^Person (\d\.\d\d) at (\d+), (\d+), (\d+), (\d+)/.exec(printed)?.map(Number) ?? [];
  assert.ok(score >= 0.3, printed);
  // Her face lies between columns 170 and 275 and rows 60 and 200 of the photo.
  const [left, top, right, bottom] = sides;
  assert.ok(left < 170 && top < 60 && right > 275 && bottom > 200, printed);
});
