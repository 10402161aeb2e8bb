// The first minute of a stranger: what stands there while the model loads, and that nothing starts again.

import { beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { launch, Lab } from './lab';

let browser: BrowserContext;
let lab: Lab;
/** Lets the model come. */
let release: () => void;
let asked = 0;
/** Where the controls stand while the model loads. */
let early: number | undefined;

beforeAll(async () => {
  browser = await launch();
  const held = new Promise<void>((resolve) => (release = resolve));
  await browser.route('**/models/*.tflite', async (route) => {
    asked += 1;
    await held;
    await route.continue().catch(() => undefined);
  });
  lab = await Lab.open(browser, 'finest-zoom=0.45');
});

describe('while the model loads', () => {
  it('a drawn promise says what comes and what is being loaded, and no figure reads as nought', async () => {
    const promised = lab.part('promised');
    await promised.waitFor();
    expect(await promised.locator('li').count()).toBe(3);
    await promised.getByText(/Loading .*MB/).waitFor();
    expect(await lab.part('expected').count()).toBe(1);
    expect(await lab.part('count-total').count()).toBe(0);
    expect(await lab.part('tiles').textContent()).toBe('–');
    early = (await lab.part('pyramid').boundingBox())?.y;
  });

  it('moving a slider ten times asks for the model once', async () => {
    await expect.poll(() => asked).toBe(1);
    for (let move = 1; move <= 10; move += 1) await lab.part('distance').fill(String(1 + move / 10));
    await lab.part('distance').fill('1');
    release();
    await lab.ready();
    expect(asked).toBe(1);
    expect(await lab.part('promised').count()).toBe(0);
    // Text that came meanwhile has moved nothing.
    expect((await lab.part('pyramid').boundingBox())?.y).toBe(early);
    expect(await lab.count('count-total')).toBeGreaterThan(0);
  });

  it('a walk away is short and ends on a sentence', async () => {
    const guide = lab.page.getByRole('region', { name: 'Guide' });
    for (let step = 0; step < 3; step += 1) await guide.getByRole('button', { name: 'Next' }).click();
    await guide.getByRole('button', { name: 'Walk away' }).click();
    await lab
      .part('followed-outcome')
      .getByText(/^Followed from 1 to \S+ times the distance: the full frame/)
      .waitFor();
    await guide.getByText(/^Followed from/).waitFor();
  });

  it('a sweep ends when a person moves the distance', async () => {
    await lab.page.locator('.chip', { hasText: 'Sweep' }).click();
    await lab.page.locator('.chip', { hasText: 'Stop' }).first().waitFor();
    await lab.part('distance').fill('7.7');
    await lab.page.locator('.chip', { hasText: 'Sweep' }).waitFor();
    await lab.ready();
  });

  it('a run is stopped with what is in, and goes on when told', async () => {
    await lab.part('distance').fill('1');
    await lab.part('finest-zoom').fill('2');
    await lab.part('stop').click();
    await lab.page.getByText(/^Stopped/).waitFor();
    await lab.part('go-on').click();
    await lab.part('stop').click();
    await lab.page.getByText(/^Stopped/).waitFor();
    // Nothing starts by itself when only the decision changes.
    await lab.part('score').fill('0.4');
    await lab.painted();
    expect(await lab.page.getByText(/^Stopped/).count()).toBe(1);
    await lab.part('finest-zoom').fill('0.45');
    await lab.painted();
    await lab.ready();
  });

  it('the demonstration of a near-only model beside its cure is one click away', async () => {
    await lab.part('show-cure').click();
    await lab.page.locator('.pane[aria-busy="false"]').nth(1).waitFor();
    const titles = await lab.page.locator('.pane-title').allInnerTexts();
    expect(titles[0]).toMatch(/trained on near objects only/);
    expect(titles[1]).toMatch(/trained at all sizes/);
  });
});
