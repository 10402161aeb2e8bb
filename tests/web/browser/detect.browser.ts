import { beforeAll, describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';

let lab: Lab;

describe('the lab on the gallery’s first photo', () => {
  beforeAll(async () => {
    const browser = await launch();
    // Two levels, the finer at twice the full frame's zoom: 609 by 405 pixels, which one region of 620 by 428 holds.
    lab = await Lab.open(browser, 'pyramid=full&finest-zoom=0.45');
    await lab.ready();
  });

  it('shows what the full frame finds and what the pyramid recovers', async () => {
    const fullFrame = await lab.count('count-full-frame');
    const recovered = await lab.count('count-recovered');
    const total = await lab.count('count-total');
    expect(fullFrame).toBeGreaterThan(0);
    expect(recovered).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(recovered);
    expect(total).toBeLessThanOrEqual(fullFrame + recovered);
  });

  it('says what it costs: the plan’s tiles, each one network run', async () => {
    expect(await lab.count('tiles')).toBe(2);
    // 1 + 620 · 428 / 300²
    expect(await lab.count('pixel-ratio')).toBeCloseTo(3.95, 1);
    expect(await lab.count('network-runs')).toBe(2);
  });

  it('finds more at a finer zoom, and the same as before when it is moved back', async () => {
    const before = await lab.count('count-total');
    await lab.slide('finest-zoom', 1.2);
    const runs = await lab.count('network-runs');
    expect(await lab.count('count-total')).toBeGreaterThan(before);
    expect(await lab.count('tiles')).toBeGreaterThan(2);
    await lab.slide('finest-zoom', 0.45);
    expect(await lab.count('count-total')).toBe(before);
    // Its tiles were known.
    expect(await lab.count('network-runs')).toBe(runs);
  });

  it.each([
    { slider: 'score', low: 0.1, high: 0.45 },
    { slider: 'iou', low: 0.1, high: 0.9 },
  ])('moves $slider without running the network', async ({ slider, low, high }) => {
    const runs = await lab.count('network-runs');
    const start = await lab.part(slider).inputValue();
    await lab.slide(slider, low);
    const atLow = await lab.table();
    await lab.slide(slider, high);
    expect(await lab.table()).not.toEqual(atLow);
    await lab.slide(slider, Number(start));
    expect(await lab.count('network-runs')).toBe(runs);
  });

  it('merges by another method without running the network', async () => {
    const runs = await lab.count('network-runs');
    await lab.choose('merge', 'nms');
    await lab.choose('merge', 'keep-best');
    expect(await lab.count('network-runs')).toBe(runs);
  });

  it('shows the full frame alone when the pyramid is off', async () => {
    await lab.part('pyramid').click();
    await lab.painted();
    await lab.ready();
    expect(await lab.count('tiles')).toBe(1);
    expect(await lab.count('count-recovered')).toBe(0);
    expect(await lab.count('count-total')).toBe(await lab.count('count-full-frame'));
    await lab.part('pyramid').click();
    await lab.painted();
    await lab.ready();
    expect(await lab.count('tiles')).toBe(2);
  });

  it('searches where it is told to, within the budget, for the classes that are asked for', async () => {
    await lab.slide('finest-zoom', 1.2);
    const full = await lab.count('pixel-ratio');
    await lab.part('pyramid-full').click();
    await lab.painted();
    await lab.ready();
    const searched = await lab.count('pixel-ratio');
    expect(searched).toBeLessThan(full);
    expect(searched).toBeGreaterThan(1);
    await lab.slide('effort', 2);
    expect(await lab.count('pixel-ratio')).toBeLessThanOrEqual(2);
    await lab.choose('classes', 'Person');
    await lab.page.waitForURL(/budget=2&classes=Person/);
    const people = await lab.table();
    expect(people.length).toBeGreaterThan(0);
    expect(people.every((row) => row.some((cell) => cell.includes('Person')))).toBe(true);
  });

  it('moves the divider by keyboard', async () => {
    const divider = lab.page.getByRole('slider', { name: 'Divider' });
    const at = async () => Number(await divider.getAttribute('aria-valuenow'));
    const left = async () => (await divider.boundingBox())?.x ?? 0;
    await divider.focus();
    const [start, startLeft] = [await at(), await left()];
    await lab.page.keyboard.press('ArrowRight');
    expect(await at()).toBe(start + 2);
    expect(await left()).toBeGreaterThan(startLeft);
    await lab.page.keyboard.press('Home');
    expect(await at()).toBe(0);
    await lab.page.keyboard.press('End');
    expect(await at()).toBe(100);
  });
});
