import { readFileSync } from 'node:fs';
import type { BrowserContext } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { launch, Lab } from './lab';

let browser: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});

/** As many tiles in every scene: two levels, the finer at twice the full frame's zoom. */
const kScene = 'source=scene&pyramid=full&finest-zoom=0.6&weather=clear';

async function numberIn(lab: Lab, testId: string): Promise<number> {
  const text = (await lab.part(testId).textContent()) ?? '';
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw new Error(`${testId} is '${text}', which is no number.`);
  return value;
}

async function untilAtLeast(lab: Lab, testId: string, least: number): Promise<void> {
  await lab.page.waitForFunction(
    ([id, most]) => Number(document.querySelector(`[data-testid="${id}"]`)?.textContent) >= most,
    [testId, least] as const,
  );
}

describe('the proving ground', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.open(browser, kScene);
    await lab.ready();
  });

  it('counts what is there, what is seen and what is missed', async () => {
    const inSight = await numberIn(lab, 'truth-in-sight');
    const seen = await numberIn(lab, 'truth-pyramid');
    expect(inSight).toBeGreaterThan(3);
    expect(seen).toBeGreaterThan(0);
    expect(await numberIn(lab, 'truth-full-frame')).toBeGreaterThan(0);
    expect(await numberIn(lab, 'truth-missed')).toBe(inSight - seen);
  });

  it('shows an object three times as far a third as high, and puts it into the link', async () => {
    await lab.slide('metres', 20);
    const near = await numberIn(lab, 'why-height-full');
    await lab.slide('metres', 60);
    await lab.page.waitForURL(/moves=0:60/);
    // Whole pixels are shown; both heights are of what is visible.
    const far = await numberIn(lab, 'why-height-full');
    expect(far).toBeGreaterThan((near - 1) / 3 - 1);
    expect(far).toBeLessThan((near + 1) / 3 + 1);
  });

  it('tells why the object is seen or missed, with its pixels at both zooms', async () => {
    expect(await lab.part('why-title').textContent()).toMatch(/^Why is this car (seen|missed|recovered)\?$/);
    expect((await lab.part('why-sentence').textContent())?.length).toBeGreaterThan(30);
    const widthFull = await numberIn(lab, 'why-width-full');
    expect(await numberIn(lab, 'why-width-best')).toBeGreaterThan(widthFull);
    const fit = await numberIn(lab, 'why-anchor-best');
    expect(fit).toBeGreaterThan(await numberIn(lab, 'why-anchor-full'));
    expect(fit).toBeLessThanOrEqual(100);
    // A wave needs two pixels: the full frame carries half as many cycles as the object has rows.
    const cycles = await numberIn(lab, 'why-cycles-full');
    const rows = await numberIn(lab, 'why-height-full');
    expect(Math.abs(2 * cycles - rows)).toBeLessThanOrEqual(0.7);
  });

  it('lets another object be chosen with the keyboard, and moves that one', async () => {
    const before = await lab.part('why-title').textContent();
    await lab.part('picture').focus();
    await lab.page.keyboard.press('n');
    await lab.page.waitForURL(/object=/);
    const metres = lab.part('metres');
    const value = Number(await metres.inputValue());
    await lab.slide('metres', value + 5);
    await lab.page.waitForURL(/moves=0:60_/);
    expect(before).toMatch(/car/);
  });

  it('gives the same scene and the same verdicts for the same link', async () => {
    const figures = ['truth-in-sight', 'truth-full-frame', 'truth-pyramid', 'count-total'];
    const read = (from: Lab) => Promise.all(figures.map((id) => numberIn(from, id)));
    const again = await Lab.open(browser, new URL(lab.page.url()).search.slice(1));
    await again.ready();
    expect(await read(again)).toEqual(await read(lab));
    await again.page.close();
  });

  it('measures recall over distance in the background, and stops when told', async () => {
    const runs = await lab.count('network-runs');
    await lab.part('sample').click();
    await untilAtLeast(lab, 'scenes', 3);
    await lab.part('sample').click();
    await lab.page.locator('[data-testid="sample"][aria-pressed="false"]').waitFor();
    const scenes = await numberIn(lab, 'scenes');
    for (const id of ['d50-full-frame', 'd50-pyramid']) {
      expect(await lab.part(id).textContent()).toMatch(/^([<>] )?\d+(\.\d)?$/);
    }
    expect(await lab.page.locator('.range-chart .line').count()).toBe(2);
    // The page's own figures are as they were.
    expect(await lab.count('network-runs')).toBeGreaterThanOrEqual(runs);
    expect(await numberIn(lab, 'scenes')).toBe(scenes);
  });

  it('keeps the configurations tried as a table and as CSV', async () => {
    const row = lab.part('configurations').locator('tbody tr');
    expect(await row.count()).toBe(1);
    const tiles = await lab.count('tiles');
    expect(await row.locator('td').nth(2).textContent()).toBe(String(tiles));
    const saved = lab.page.waitForEvent('download');
    await lab.part('configurations-csv').click();
    const lines = readFileSync(await (await saved).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^model,setting,scenes,tiles,ms,d50_full_frame_m,/);
    // The title and the setting have commas of their own.
    expect(lines[1]).toMatch(new RegExp(`",\\d+,${tiles},\\d+,`));
  });
});

describe('the source of the picture', () => {
  it('goes from a photo to the proving ground and back, and the photo is as it was', async () => {
    const lab = await Lab.open(browser, 'finest-zoom=0.45');
    await lab.ready();
    const found = await lab.count('count-total');
    await lab.part('source-scene').check();
    await lab.part('why-sentence').waitFor();
    await lab.page.waitForURL(/source=scene/);
    await lab.part('source-photo').check();
    await lab.painted();
    await lab.ready();
    expect(await lab.count('count-total')).toBe(found);
    expect(await lab.part('why').count()).toBe(0);
    await lab.page.close();
  });

  it('asks nothing of a model that knows none of the scene’s classes', async () => {
    const lab = await Lab.open(browser, `${kScene}&model=face_detection_short_range`);
    await lab.ready();
    expect(await numberIn(lab, 'truth-in-sight')).toBe(0);
    expect(await lab.part('why-sentence').textContent()).toMatch(/no class "car"/);
    await lab.page.close();
  });
});

describe('two detectors side by side', () => {
  it('show the same objects, and the one without the pyramid sees what the full frame sees', async () => {
    const lab = await Lab.open(browser, `${kScene}&versus=on`);
    await lab.ready();
    await lab.page.locator('.pane[aria-busy="false"]').nth(1).waitFor();
    expect(await numberIn(lab, 'seen-a')).toBe(await numberIn(lab, 'truth-pyramid'));
    expect(await numberIn(lab, 'seen-b')).toBe(await numberIn(lab, 'truth-full-frame'));
    await lab.part('other-pyramid').check();
    await lab.part('other-pyramid-full').check();
    await lab.part('other-finest-zoom').fill('0.6');
    await lab.page.waitForFunction(
      () =>
        document.querySelector('[data-testid="seen-a"]')?.textContent ===
        document.querySelector('[data-testid="seen-b"]')?.textContent,
    );
    await lab.part('sample-both').click();
    await lab.page.waitForFunction(() => document.querySelectorAll('.both .range-chart .line').length === 2);
    await lab.part('sample-both').click();
    expect(await violations(lab)).toEqual([]);
    await lab.page.close();
  });
});

describe.each([
  { name: 'a desktop', width: 1440, height: 900 },
  { name: 'a phone', width: 390, height: 844 },
])('the proving ground on $name', ({ width, height }) => {
  it.each(['light', 'dark'] as const)('has nothing for axe to find, in %s colours', async (colorScheme) => {
    const lab = await Lab.open(browser, `${kScene}&reach=on`);
    await lab.page.setViewportSize({ width, height });
    await lab.page.emulateMedia({ colorScheme });
    await lab.ready();
    expect(await violations(lab)).toEqual([]);
    const range = lab.page.getByRole('button', { name: 'Range', exact: true });
    if (await range.isVisible()) await range.click();
    await lab.part('why-cycles-full').waitFor();
    expect(await violations(lab)).toEqual([]);
    const extent = await lab.page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
    ]);
    expect(extent).toEqual([width, height]);
    await lab.page.close();
  });
});
