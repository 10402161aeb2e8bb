import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { launch, Lab } from './lab';
import { kRoot } from './server';

let browser: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});

describe('the state in the link', () => {
  it('is restored by opening the link', async () => {
    const query =
      'photo=chelsea&distance=2&levels=2&finest-zoom=1.2&overlap=0.1&filter=area&score=0.2&merge=wbf&iou=0.6&divider=0.4&tiles=on';
    const lab = await Lab.open(browser, query);
    await lab.ready();
    const values = Object.fromEntries(
      await Promise.all(
        ['distance', 'levels', 'finest-zoom', 'overlap', 'score', 'merge', 'iou'].map(
          async (id) => [id, await lab.part(id).inputValue()] as const,
        ),
      ),
    );
    expect(values).toEqual({
      distance: '2',
      levels: '2',
      'finest-zoom': '1.2',
      overlap: '0.1',
      score: '0.2',
      merge: 'wbf',
      iou: '0.6',
    });
    expect(await lab.page.locator('[data-photo="chelsea"]').getAttribute('aria-pressed')).toBe('true');
    expect(await lab.page.getByRole('button', { name: 'Show the tiles' }).getAttribute('aria-pressed')).toBe('true');
    expect(new URL(lab.page.url()).search).toBe(`?${query}`);
    await lab.page.close();
  });

  it('follows what is changed, and is copied whole', async () => {
    const lab = await Lab.open(browser, 'pyramid=off');
    await lab.ready();
    await lab.slide('score', 0.5);
    await lab.page.waitForURL('**/?pyramid=off&score=0.5');
    await lab.page.getByRole('button', { name: 'Copy link' }).click();
    expect(await lab.page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${inject('site')}?pyramid=off&score=0.5`,
    );
    await lab.page.close();
  });
});

describe('a link and the way back', () => {
  it('names what no list has, drops it, stays silent about what it does not know, and Back undoes a step', async () => {
    const lab = await Lab.open(browser, 'photo=bar&model=foo&pyramid=off&colour=green');
    const said = await lab.error();
    expect(said).toContain('model “foo” is not in the list');
    expect(said).toContain('photo “bar” is not in the list');
    expect(said).not.toContain('colour');
    await lab.page.waitForURL((url) => url.search === '?pyramid=off');
    await lab.ready();
    await lab.page.locator('[data-photo="coffee"]').click();
    await lab.page.waitForURL(/photo=coffee/);
    await lab.slide('score', 0.5);
    await lab.page.waitForURL(/score=0\.5/);
    await lab.page.goBack();
    await lab.page.locator('[data-photo="kite"][aria-pressed="true"]').waitFor();
    await lab.page.waitForURL((url) => url.search === '?pyramid=off');
    await lab.page.close();
  });
});

/** What the command finds, run as it is pasted. */
function found(command: string, folder: string): { plan: { tiles: number }; detections: unknown[] } {
  const words = [...command.split(' ').slice(1), '--format', 'json'];
  const output = execFileSync(join(kRoot, 'build/release/bin/farsight'), words, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output.toString()).images[0];
}

describe('the equivalent command', () => {
  it('finds as much as the page', async () => {
    const lab = await Lab.open(browser, 'finest-zoom=0.45&score=0.25&iou=0.4');
    await lab.ready();
    await lab.page.getByRole('button', { name: 'Copy command' }).click();
    const command = await lab.page.evaluate(() => navigator.clipboard.readText());
    expect(command).toBe('farsight detect build/assets/kite.jpg --finest-zoom 0.45 --score 0.25 --iou 0.4');
    const { plan, detections } = found(command, kRoot);
    expect(await lab.count('count-total')).toBe(detections.length);
    expect(await lab.count('tiles')).toBe(plan.tiles);
    await lab.page.close();
  });

  it('takes the exported photo when that was moved away', async () => {
    const lab = await Lab.open(browser, 'finest-zoom=0.9&distance=1.4');
    await lab.ready();
    const command = (await lab.part('command').textContent()) ?? '';
    expect(command).toBe('farsight detect farsight-kite-1.4x.png --finest-zoom 0.9');
    const { name, file } = await lab.exported('Photo');
    const folder = mkdtempSync(join(tmpdir(), 'farsight-export-'));
    copyFileSync(file, join(folder, name));
    const { detections } = found(
      `${command} --model ${join(kRoot, 'assets/cards/ssd_mobilenet_v2_oidv4.json')}`,
      folder,
    );
    expect(await lab.count('count-total')).toBe(detections.length);
    rmSync(folder, { recursive: true });
    await lab.page.close();
  });
});
