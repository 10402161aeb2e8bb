import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';
import { kRoot, serveSite } from './server';

/** A host of its own, where the page stands under a path and can be replaced. */
async function hostUnderPath() {
  const folder = mkdtempSync(join(tmpdir(), 'farsight-host-'));
  const site = join(folder, 'some/path');
  cpSync(join(kRoot, 'build/site'), site, { recursive: true });
  const server = await serveSite(folder);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { site, url: `${server.url}some/path/` };
}

describe('the page under a path of a plain host', () => {
  it('works, tells of a new version, and changes to it when told', async () => {
    const { site, url } = await hostUnderPath();
    const browser = await launch({ serviceWorkers: 'allow' });
    const lab = await Lab.open(browser, 'photo=astronaut&pyramid=off', url);
    await lab.ready();
    expect(await lab.count('count-total')).toBeGreaterThan(0);
    await lab.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

    // A new version: another page, and the service worker that goes with it.
    const page = readFileSync(join(site, 'index.html'), 'utf8');
    writeFileSync(join(site, 'index.html'), page.replace('<head>', '<head><meta name="version" content="new" />'));
    const worker = readFileSync(join(site, 'sw.js'), 'utf8');
    writeFileSync(join(site, 'sw.js'), worker.replace(/"version":"\w+"/, '"version":"new"'));
    await lab.page.reload();
    await lab.ready();
    const isNew = lab.page.locator('meta[name="version"]');
    expect(await isNew.count()).toBe(0);
    const note = lab.page.getByRole('status').filter({ hasText: 'new version' });
    await note.getByRole('button', { name: 'Reload' }).click();
    await isNew.waitFor({ state: 'attached' });
    await lab.ready();
  });
});
