import { describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';
import { serveSite } from './server';

describe('the page without its server', () => {
  it('works after the first visit', async () => {
    const browser = await launch({ serviceWorkers: 'allow' });
    // A server of its own: going offline in the browser would spare the service worker.
    const server = await serveSite();
    const lab = await Lab.open(browser, 'pyramid=off', server.url);
    await lab.ready();
    const found = await lab.count('count-total');
    expect(found).toBeGreaterThan(0);
    await lab.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await server.stop();
    await lab.page.reload();
    await lab.ready();
    expect(await lab.count('count-total')).toBe(found);
    // What was never fetched is missed in words.
    await lab.page.locator('[data-photo="coffee"]').click();
    await expect.poll(() => lab.error()).toMatch(/photo could not be loaded/);
    await lab.ready();
  });
});
