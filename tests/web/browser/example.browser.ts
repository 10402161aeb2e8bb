// The example page, served as it stands, from the project's folder.
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { launch } from './lab';
import { kRoot, serveSite } from './server';

describe('the example page', () => {
  it('detects on a photo that a person chooses', async () => {
    const server = await serveSite('.');
    afterAll(() => server.stop());
    const page = await (await launch()).newPage();
    await page.goto(`${server.url}examples/web/`);
    await page.locator('input').setInputFiles(join(kRoot, 'build/assets/astronaut.png'));
    await page.getByText('found').waitFor();
    expect(await page.locator('output').textContent()).toMatch(/^\d+ found, best: Person 0\.[3-9]\d\.$/);
  });

  it('says in words why it cannot read a file', async () => {
    const server = await serveSite('.');
    afterAll(() => server.stop());
    const page = await (await launch()).newPage();
    await page.goto(`${server.url}examples/web/`);
    await page.locator('input').setInputFiles(join(kRoot, 'LICENSE'));
    await page.getByText('could not be decoded').waitFor();
  });
});
