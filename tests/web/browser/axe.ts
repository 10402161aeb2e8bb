// What axe finds wrong on the page as it stands.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Lab } from './lab';

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function violations(lab: Lab): Promise<string[]> {
  await lab.page.evaluate(kAxe);
  return lab.page.evaluate(async () => {
    const { axe: tester } = window as unknown as { axe: typeof axe };
    const { violations: list } = await tester.run();
    return list.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}
