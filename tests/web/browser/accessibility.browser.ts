import { beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { violations } from './axe';
import { launch, Lab } from './lab';

let browser: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});

const screens = [
  { name: 'on a desktop', width: 1440, height: 900 },
  { name: 'on a phone', width: 390, height: 844 },
];

describe.each(screens)('the page $name', ({ width, height }) => {
  it.each(['light', 'dark'] as const)('has nothing for axe to find, in %s colours', async (colorScheme) => {
    const lab = await Lab.open(browser, 'finest-zoom=0.45');
    await lab.page.setViewportSize({ width, height });
    await lab.page.emulateMedia({ colorScheme });
    await lab.ready();
    expect(await lab.page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
    const range = lab.page.getByRole('button', { name: 'Range', exact: true });
    if (await range.isVisible()) {
      expect(await violations(lab)).toEqual([]);
      // It opened where there was room, and lies over the panel since there is none.
      const close = lab.page.getByRole('button', { name: 'Close the guide' });
      if (await close.isVisible()) await close.click();
      await range.click();
    }
    // An object followed, all details open, an error shown.
    await lab.table();
    await lab.page.locator('table tbody button').first().click();
    await lab.drop('broken.jpg', Buffer.from('no photo'), 'image/jpeg');
    await lab.error();
    await lab.page.locator('.chart canvas').waitFor();
    expect(await violations(lab)).toEqual([]);
    // Nothing reaches beyond the screen's width.
    expect(await lab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await lab.page.close();
  });
});

describe('the keyboard', () => {
  it('reaches every control, and the picture answers to it', async () => {
    const lab = await Lab.open(browser, 'finest-zoom=0.45');
    await lab.ready();
    const reached = new Set<string>();
    for (let press = 0; press < 80; press += 1) {
      await lab.page.keyboard.press('Tab');
      const id = await lab.page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? '');
      if (id) reached.add(id);
    }
    const wanted = ['distance', 'model', 'backend', 'pyramid', 'levels', 'finest-zoom', 'overlap', 'score', 'merge'];
    expect([...reached]).toEqual(expect.arrayContaining([...wanted, 'iou', 'picture', 'divider']));
    const scale = lab.page.locator('output.scale');
    const fitted = await scale.textContent();
    await lab.part('picture').focus();
    await lab.page.keyboard.press('+');
    expect(await scale.textContent()).not.toBe(fitted);
    await lab.page.keyboard.press('0');
    expect(await scale.textContent()).toBe(fitted);
    await lab.page.keyboard.press('n');
    await lab.page.getByText(/Following a/).waitFor();
    await lab.page.keyboard.press('Escape');
    await lab.page.getByText(/Choose an object in the picture/).waitFor();
    await lab.page.close();
  });
});
