import { beforeAll, describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';

const at = async (lab: Lab) =>
  Number(await lab.page.getByRole('slider', { name: 'Divider' }).getAttribute('aria-valuenow'));

describe('the picture', () => {
  let lab: Lab;
  const scale = async () => Number((await lab.page.locator('output.scale').textContent())?.replace(/\D/g, ''));

  beforeAll(async () => {
    lab = await Lab.open(await launch(), 'finest-zoom=0.45&divider=0');
    await lab.ready();
  });

  it('says of an object what it is, how sure, and where it was seen', async () => {
    const find = lab.page.locator('.find').first();
    await find.waitFor();
    await find.hover();
    const details = lab.page.locator('.details');
    await details.waitFor();
    const words = (await details.locator('dt').allTextContents()).join(' ');
    expect(words).toMatch(/^Score Size Level Tile/);
    expect(await details.locator('strong').textContent()).toBe('Person');
    // The same object under the pointer in the picture; the card stands right of its box.
    const card = await details.boundingBox();
    const box = await lab.part('picture').boundingBox();
    await lab.page.mouse.move((box?.x ?? 0) + 2, (box?.y ?? 0) + 2);
    await details.waitFor({ state: 'detached' });
    await lab.page.mouse.move((card?.x ?? 0) - 14, (card?.y ?? 0) + 4);
    await details.waitFor();
    expect(await details.locator('strong').textContent()).toBe('Person');
  });

  it('zooms by the wheel and is dragged', async () => {
    const fitted = await scale();
    const box = await lab.part('picture').boundingBox();
    const [x, y] = [(box?.x ?? 0) + 300, (box?.y ?? 0) + 300];
    await lab.page.mouse.move(x, y);
    await lab.page.mouse.wheel(0, -400);
    await expect.poll(scale).toBeGreaterThan(fitted);
    const pixels = () =>
      lab.page
        .locator('[data-testid="picture"] canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await pixels();
    await lab.page.mouse.down();
    await lab.page.mouse.move(x + 80, y + 30, { steps: 3 });
    await lab.page.mouse.up();
    await expect.poll(pixels).not.toBe(before);
    await lab.page.getByRole('button', { name: 'Fit the picture' }).click();
    await expect.poll(scale).toBe(fitted);
  });

  it('follows an object from the strip and draws its confidence at another distance', async () => {
    await lab.page.locator('.find').first().click();
    await lab.page.getByText('Following a person').waitFor();
    await lab.slide('distance', 1.5);
    await lab.page.getByRole('img', { name: /^Score at 1\.5 times the distance/ }).waitFor();
  });
});

describe('a first visit', () => {
  it('draws the divider back as tiles come in, until a key is pressed', async () => {
    const lab = await Lab.open(await launch({ motion: true }), '');
    await lab.page.getByRole('slider', { name: 'Divider' }).waitFor();
    expect(await at(lab)).toBe(100);
    await expect.poll(() => at(lab), { timeout: 120_000, interval: 100 }).toBeLessThan(97);
    await lab.page.keyboard.press('Shift');
    await expect.poll(() => at(lab)).toBe(25);
  });

  it('is guided, once', async () => {
    const browser = await launch();
    const first = await Lab.open(browser, 'finest-zoom=0.45');
    const guide = first.page.getByRole('region', { name: 'Guide' });
    await guide.waitFor();
    for (let step = 0; step < 4; step += 1) await guide.getByRole('button', { name: 'Next' }).click();
    await guide.getByRole('button', { name: 'Done' }).click();
    await guide.waitFor({ state: 'detached' });
    const second = await Lab.open(browser, 'pyramid=auto&finest-zoom=0.45');
    await second.ready();
    expect(await second.page.getByRole('region', { name: 'Guide' }).count()).toBe(0);
    await second.page.getByRole('button', { name: 'Guide', exact: true }).click();
    await second.page.getByRole('region', { name: 'Guide' }).waitFor();
  });
});
