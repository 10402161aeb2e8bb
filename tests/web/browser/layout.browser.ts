// The picture stays where people look, on every screen, and fingers and keyboards reach it.

import type { BrowserContext } from 'playwright-core';
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';

const box = async (lab: Lab, selector: string) => {
  const found = await lab.page.locator(selector).first().boundingBox();
  if (!found) throw new Error(`${selector} is nowhere on the page.`);
  return found;
};

describe('the picture in a window', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.open(await launch(), 'pyramid=auto&finest-zoom=0.45');
    await lab.ready();
  });

  it('is the first stop but one of the keyboard: a link skips to it', async () => {
    await lab.page.keyboard.press('Tab');
    await lab.page.keyboard.press('Enter');
    expect(await lab.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('picture');
  });

  it('steps through what the divider shows, and says what was chosen', async () => {
    await lab.part('divider').focus();
    await lab.page.keyboard.press('End');
    await lab.part('picture').focus();
    const seen = new Set<string>();
    for (let step = 0; step < (await lab.count('count-full-frame-alone')); step += 1) {
      await lab.page.keyboard.press('n');
      const said = lab.part('chosen');
      await said.getByText(/box \d+ of \d+/).waitFor();
      seen.add((await said.textContent()) ?? '');
    }
    // All of it lies on the full frame's side.
    expect([...seen].filter((text) => text.includes('recovered'))).toEqual([]);
    await lab.page.keyboard.press('Escape');
    await lab.part('divider').focus();
    await lab.page.keyboard.press('Home');
  });

  it('keeps what it shows when the window grows', async () => {
    const percent = async () => Number((await lab.page.locator('output.scale').textContent())?.replace(/\D/g, ''));
    await lab.page.getByRole('button', { name: 'Zoom in' }).click();
    const before = await percent();
    await lab.page.setViewportSize({ width: 1800, height: 1200 });
    await expect.poll(percent).toBeGreaterThan(before);
    await lab.page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(percent).toBe(before);
    await lab.page.getByRole('button', { name: 'Fit the picture' }).click();
  });

  it('keeps its size when a run on the proving ground ends', async () => {
    await lab.part('source-scene').check();
    await lab.part('why-sentence').waitFor();
    await lab.ready();
    const after = (await box(lab, '.picture-box')).height;
    await lab.page.getByRole('button', { name: 'Next' }).first().click();
    expect((await box(lab, '.picture-box')).height).toBe(after);
    await lab.part('source-photo').check();
    await lab.painted();
    await lab.ready();
  });

  it('has the divider on a portrait photo, and on none of the room beside it', async () => {
    const portrait = new PNG({ width: 200, height: 800, fill: true });
    portrait.data.fill(128);
    await lab.drop('portrait.png', PNG.sync.write(portrait), 'image/png');
    await lab.page.getByText('portrait.png stays on this device').waitFor();
    await lab.painted();
    await lab.ready();
    const picture = await box(lab, '[data-testid="picture"]');
    const scale = Number((await lab.page.locator('output.scale').textContent())?.replace(/\D/g, '')) / 100;
    const half = (200 * scale) / 2 + 2;
    const middle = picture.x + picture.width / 2;
    for (const key of ['Home', 'End']) {
      await lab.part('divider').focus();
      await lab.page.keyboard.press(key);
      const divider = await box(lab, '[data-testid="divider"]');
      expect(Math.abs(divider.x + divider.width / 2 - middle)).toBeLessThanOrEqual(half);
    }
  });

  it('says of a link that it does not hold one’s own photo', async () => {
    await lab.page.getByRole('button', { name: 'Copy link' }).click();
    await lab
      .part('link-note')
      .getByText(/not your own photo/)
      .waitFor();
  });

  it.each([
    { name: 'enlarged to 200 %', width: 720, height: 450 },
    { name: 'as a phone held across', width: 844, height: 390 },
  ])('and the controls are usable $name', async ({ width, height }) => {
    await lab.page.setViewportSize({ width, height });
    expect((await box(lab, '.picture-box')).height).toBeGreaterThan(200);
    expect((await box(lab, '.controls')).height).toBeGreaterThan(230);
    const across = await lab.page.evaluate(() => document.documentElement.scrollWidth);
    expect(across).toBeLessThanOrEqual(width);
  });
});

describe('the picture under a finger', () => {
  let browser: BrowserContext;
  let lab: Lab;

  beforeAll(async () => {
    browser = await launch({ touch: true });
    lab = await Lab.open(browser, 'pyramid=off');
    await lab.ready();
  });

  it('has the counts in view, and the status clear of buttons', async () => {
    const { y, height } = await box(lab, '[data-testid="brief"]');
    expect(y + height).toBeLessThan(844);
    const status = await box(lab, '.status');
    const command = await box(lab, '.command');
    expect(status.x + status.width <= command.x || status.y + status.height <= command.y).toBe(true);
  });

  it('has buttons of 44 pixels', async () => {
    const small = await lab.page.evaluate(() =>
      [...document.querySelectorAll('button, select, summary, input[type="range"], .segments label, .switch')]
        .filter((element) => (element as HTMLElement).checkVisibility({ visibilityProperty: true }))
        .map((element) => ({ element, bounds: element.getBoundingClientRect() }))
        .filter(({ bounds }) => bounds.width > 0 && (bounds.height < 43.5 || bounds.width < 43.5))
        .map(({ element, bounds }) => `${element.outerHTML.slice(0, 60)}: ${bounds.width} × ${bounds.height}`),
    );
    expect(small).toEqual([]);
  });
});
