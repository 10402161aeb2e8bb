import { beforeAll, describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';

let lab: Lab;

describe('the lab on the gallery’s first photo', () => {
  beforeAll(async () => {
    const browser = await launch();
    // Seven tiles: two levels, the finer at twice the full frame's zoom.
    lab = await Lab.open(browser, 'finest-zoom=0.45');
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
    expect(await lab.count('tiles')).toBe(7);
    expect(await lab.count('pixel-ratio')).toBe(7);
    expect(await lab.count('network-runs')).toBe(7);
  });

  it('finds more at a finer zoom, and the same as before when it is moved back', async () => {
    const before = await lab.count('count-total');
    await lab.slide('finest-zoom', 1.2);
    const runs = await lab.count('network-runs');
    expect(await lab.count('count-total')).toBeGreaterThan(before);
    expect(await lab.count('tiles')).toBeGreaterThan(7);
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
    expect(await lab.count('tiles')).toBe(7);
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
