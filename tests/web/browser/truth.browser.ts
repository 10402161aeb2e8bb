// What the page says is true: boxes where nobody checked them, found, missed and false where the truth is known.

import { readFileSync } from 'node:fs';
import type { BrowserContext } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';

let browser: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});

describe('on a photo', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.open(browser, 'finest-zoom=0.45&divider=0');
    await lab.ready();
  });

  it('boxes are counted, said to be unchecked, and never called objects or people', async () => {
    const words = await lab.page.getByRole('region', { name: 'Boxes' }).innerText();
    expect(words).toMatch(/boxes with the pyramid/);
    expect(words).toMatch(/Nobody has checked these boxes/);
    expect(words).not.toMatch(/objects found|people/);
    expect(await lab.count('count-full-frame')).toBeLessThanOrEqual(await lab.count('count-full-frame-alone'));
    expect((await lab.count('count-full-frame')) + (await lab.count('count-recovered'))).toBe(
      await lab.count('count-total'),
    );
  });

  it('the guide’s figures are the counters’, and labels say percent', async () => {
    const guide = lab.page.getByRole('region', { name: 'Guide' });
    expect(Number(await guide.locator('b').textContent())).toBe(await lab.count('count-full-frame-alone'));
    await guide.getByRole('button', { name: 'Next' }).click();
    expect(Number(await guide.locator('b').textContent())).toBe(await lab.count('count-total'));
    expect(await lab.page.locator('.find b').first().innerText()).toMatch(/\d+ %$/);
    await guide.getByRole('button', { name: 'Close the guide' }).click();
  });

  it('the chart shows the score that the label shows', async () => {
    const find = lab.page.locator('.find').first();
    const [score] = /\d+ %/.exec(await find.locator('b').innerText()) ?? [];
    await find.click();
    await lab.page.getByRole('img', { name: `pyramid ${score}.` }).waitFor();
    expect(await lab.part('chosen').textContent()).toContain(`${score}, recovered, box`);
  });

  it('the chart forgets the points of another plan', async () => {
    await lab.slide('distance', 1.3);
    await lab.page.locator('.chart[data-points="2"]').waitFor();
    await lab.slide('finest-zoom', 0.6);
    await lab.page.locator('.chart[data-points="1"]').waitFor();
    await lab.page.getByRole('img', { name: /^Score at 1\.3 times/ }).waitFor();
  });

  it('lets the object go by Escape wherever the focus is', async () => {
    await lab.part('score').focus();
    await lab.page.keyboard.press('Escape');
    await lab.page.getByText(/Choose an object in the picture/).waitFor();
  });

  it('times of a result from the cache stay below its total', async () => {
    await lab.slide('distance', 1);
    await lab.slide('finest-zoom', 0.45);
    const { file } = await lab.exported('Detections');
    const { plan, timing_ms: timing } = JSON.parse(readFileSync(file, 'utf8')).images[0];
    expect(timing.cached_tiles).toBe(plan.tiles);
    expect(timing.cached_image).toBe(true);
    expect(timing.decode_image).toBe(0);
    expect(timing.merge).toBeLessThanOrEqual(timing.total);
  });

  it('the exported pictures are told apart, and one shows both results with a line and a legend', async () => {
    const sizeOf = async (entry: string) => {
      const { name, file } = await lab.exported(entry);
      const bytes = readFileSync(file);
      return [name, bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    };
    expect(await sizeOf('Photo')).toEqual(['farsight-kite.png', 1352, 900]);
    expect(await sizeOf('Picture')).toEqual(['farsight-kite-pyramid.png', 1352, 900]);
    expect(await sizeOf('Side by side')).toEqual(['farsight-kite-side-by-side.png', 2704, 934]);
  });

  it('a model of rendered scenes says that it was not taught on photos, and the menu what each was taught', async () => {
    const options = await lab.part('model').locator('option').allTextContents();
    expect(options.join()).toMatch(/trained on near objects only.*trained at all sizes|trained at all sizes.*near/);
    await lab.choose('model', 'near-only');
    await lab.page.getByText(/not on photos/).waitFor();
  });
});

describe('on a scene', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.open(browser, 'source=scene&seed=17&finest-zoom=0.6&weather=clear');
    await lab.ready();
  });

  it('found, missed and false come first, and every box is accounted for', async () => {
    const found = await lab.count('truth-found');
    const missed = await lab.count('truth-missed');
    const wrong = await lab.count('truth-false');
    expect(found + missed).toBe(await lab.count('truth-in-sight'));
    const words = await lab.page.getByRole('region', { name: 'Found, missed and false' }).innerText();
    const notJudged = Number(/(\d+) box(es)? (is|are) not judged/.exec(words)?.[1] ?? 0);
    expect(found + wrong + notJudged).toBe(await lab.count('count-total'));
    expect(wrong).toBeGreaterThan(0);
  });

  it('mistakes are shown by a switch, which the link keeps and the key explains', async () => {
    const key = lab.page.getByRole('list', { name: 'Key' });
    expect(await key.innerText()).not.toMatch(/false/);
    await lab.part('mistakes').check();
    await lab.page.waitForURL(/mistakes=on/);
    expect(await key.innerText()).toMatch(/false/);
  });

  it('tells of tiles which level they are of', async () => {
    await lab.page.getByRole('button', { name: 'Show the tiles' }).click();
    const key = await lab.page.getByRole('list', { name: 'Key' }).innerText();
    expect(key).toMatch(/full frame\s.*tiles 0\.38×\s.*tiles 0\.60×/s);
  });

  it('nothing is measured with a model that knows no class, and the page says why', async () => {
    await lab.choose('model', 'face_detection_short_range');
    expect(await lab.part('unmeasurable').textContent()).toMatch(/knows none of the classes that scenes have/);
    expect(await lab.part('sample').count()).toBe(0);
  });
});
