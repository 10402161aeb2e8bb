import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { asset, launch, Lab } from './lab';

let browser: BrowserContext;
let lab: Lab;

beforeAll(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'pyramid=off');
  await lab.ready();
});

const names = async () => (await lab.table()).map(([name]) => name);

async function exported(entry: string): Promise<{ name: string; bytes: Buffer }> {
  const { name, file } = await lab.exported(entry);
  return { name, bytes: readFileSync(file) };
}

describe('photos and models of one’s own', () => {
  it('detects on a dropped photo', async () => {
    await lab.drop('me.png', asset('astronaut.png'), 'image/png');
    await lab.page.getByText('me.png stays on this device').waitFor();
    await lab.painted();
    await lab.ready();
    expect(await lab.count('count-full-frame')).toBeGreaterThan(0);
    expect(await names()).toContain('Person');
    expect(await lab.part('command').textContent()).toBe('farsight detect me.png --pyramid off');
  });

  it('detects on a photo from the file chooser', async () => {
    await lab
      .part('file')
      .setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from(asset('chelsea.png')) });
    await lab.page.getByText('cat.png stays on this device').waitFor();
    await lab.painted();
    await lab.ready();
    expect(await names()).toContain('Cat');
  });

  it('detects on a pasted photo', async () => {
    const base64 = Buffer.from(asset('astronaut.png')).toString('base64');
    await lab.page.evaluate(async (text) => {
      const blob = await (await fetch(`data:image/png;base64,${text}`)).blob();
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([blob], 'image.png', { type: 'image/png' }));
      dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
    }, base64);
    await lab.page.getByText('image.png stays on this device').waitFor();
    await lab.painted();
    await lab.ready();
    expect(await names()).toContain('Person');
  });

  it('opens several photos and steps through them', async () => {
    const photo = (name: string, file: string) => ({ name, mimeType: 'image/png', buffer: Buffer.from(asset(file)) });
    await lab
      .part('file')
      .setInputFiles([
        photo('photo 10.png', 'chelsea.png'),
        photo('photo 9.png', 'astronaut.png'),
        { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('mine') },
      ]);
    // In the order of their numbers, beside those of before.
    await lab.page.getByText('photo 9.png stays on this device').waitFor();
    await expect.poll(() => lab.error()).toBe('Passed over: 1 .txt.');
    const place = (await lab.part('strip-position').textContent()) ?? '';
    const [at, all] = place.split(' of ').map(Number);
    expect(at).toBe((all ?? 0) - 1);
    expect(await lab.part('strip').getByRole('button').count()).toBe(all);
    await lab.part('strip-next').click();
    await lab.page.getByText('photo 10.png stays on this device').waitFor();
    await lab.painted();
    await lab.ready();
    expect(await names()).toContain('Cat');
    await lab.part('strip').getByRole('button', { name: 'photo 9.png' }).click();
    await lab.painted();
    await lab.ready();
    expect(await names()).toContain('Person');
    await lab.part('strip-previous').click();
    expect(await lab.part('strip-position').textContent()).toBe(`${(all ?? 0) - 2} of ${all}`);
  });

  it('opens a folder, those inside of it too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'farsight-photos-'));
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'list.csv'), 'a,b');
    writeFileSync(join(folder, 'deep/cat.png'), asset('chelsea.png'));
    writeFileSync(join(folder, 'me.png'), asset('astronaut.png'));
    await lab.part('folder').setInputFiles(folder);
    await lab.page.getByText('cat.png stays on this device').waitFor();
    await expect.poll(() => lab.error()).toBe('Passed over: 1 .csv.');
    expect(await lab.part('strip').getByRole('button', { name: 'me.png' }).count()).toBeGreaterThan(0);
    rmSync(folder, { recursive: true, force: true });
    await lab.painted();
    await lab.ready();
  });

  it('runs a dropped model as the listed one, and says how it was recognised', async () => {
    await lab.page.locator('[data-photo="kite"]').click();
    await lab.painted();
    await lab.ready();
    const listed = await lab.table();
    await lab.drop('mine.tflite', asset('ssd_mobilenet_v2_oidv4.tflite'));
    await lab.page.getByText('Recognised without a card').waitFor();
    await lab.painted();
    await lab.ready();
    expect(await lab.part('model').inputValue()).toMatch(/^own:/);
    // A TFLite file names no classes; all else is the same.
    const unnamed = (table: string[][]) => table.map((row) => row.slice(1));
    expect(unnamed(await lab.table())).toEqual(unnamed(listed));
    expect(await lab.part('command').textContent()).toContain('--model mine.tflite');
  });
});

describe('exports', () => {
  it('saves the table as CSV', async () => {
    const { name, bytes } = await exported('Table');
    expect(name).toBe('farsight-kite.csv');
    const lines = bytes.toString().trimEnd().split('\r\n');
    expect(lines[0]).toBe('label,score,x0,y0,x1,y1,level,tile,truncated,recovered');
    expect(lines.length - 1).toBe(await lab.count('count-total'));
  });

  it('saves the detections in the command’s JSON', async () => {
    const { name, bytes } = await exported('Detections');
    expect(name).toBe('farsight-kite.json');
    const { schema, images } = JSON.parse(bytes.toString());
    expect(schema).toBe('farsight.detections/1');
    expect(images[0]).toMatchObject({ width: 1352, height: 900, plan: { tiles: 1, levels: 1, pixel_ratio: 1 } });
    expect(images[0].detections).toHaveLength(await lab.count('count-total'));
  });

  it('saves the picture as PNG in the photo’s size', async () => {
    const { name, bytes } = await exported('Full frame');
    expect(name).toBe('farsight-kite-full-frame.png');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    // Width and height stand at the start of the header chunk.
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1352, 900]);
  });
});
