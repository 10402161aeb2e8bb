// The page as the tests see it: in a browser of its own, told and asked through what a person has.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import { kRoot } from './server';

/** A loaded machine of two cores takes a while for a hundred tiles. */
const kPatienceMs = 120_000;

const kFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface BrowserOptions {
  flags?: string[];
  /** Answers before the network does when it is there; most tests want neither. */
  serviceWorkers?: 'allow' | 'block';
  /** Without it nothing moves by itself. */
  motion?: boolean;
  /** As on a phone: a finger in place of a mouse. */
  touch?: boolean;
}

/** A browser with a profile of its own, ended when the tests of the file are. */
export async function launch({
  flags = [],
  serviceWorkers = 'block',
  motion = false,
  touch = false,
}: BrowserOptions = {}): Promise<BrowserContext> {
  const profile = mkdtempSync(join(tmpdir(), 'farsight-browser-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...kFlags, ...flags],
    viewport: touch ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: touch,
    isMobile: touch,
    reducedMotion: motion ? 'no-preference' : 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    serviceWorkers,
  });
  browser.setDefaultTimeout(kPatienceMs);
  afterAll(async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return browser;
}

export type Count =
  | 'count-full-frame'
  | 'count-full-frame-alone'
  | 'count-recovered'
  | 'count-total'
  | 'tiles'
  | 'pixel-ratio'
  | 'network-runs'
  | 'truth-found'
  | 'truth-missed'
  | 'truth-false'
  | 'truth-in-sight';

export class Lab {
  private constructor(readonly page: Page) {}

  /** Opens the page at a query like 'photo=kite&levels=2' without waiting for a detection. */
  static async open(browser: BrowserContext, query: string, site: string = inject('site')): Promise<Lab> {
    const page = await browser.newPage();
    await page.goto(query ? `${site}?${query}` : site);
    return new Lab(page);
  }

  part(testId: string): Locator {
    return this.page.locator(`[data-testid="${testId}"]`);
  }

  async ready(): Promise<void> {
    await this.part('status').and(this.page.locator('[data-state="ready"]')).waitFor();
  }

  /** The words of the error, once there are some. */
  async error(): Promise<string> {
    return (await this.part('error').textContent()) ?? '';
  }

  async count(what: Count): Promise<number> {
    const text = (await this.part(what).textContent()) ?? '';
    if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`${what} is '${text}', which is no plain number.`);
    return Number(text);
  }

  /** Moves a slider and waits until the picture shows the answer. */
  async slide(testId: string, value: number): Promise<void> {
    await this.part(testId).fill(String(value));
    await this.painted();
    await this.ready();
  }

  async choose(testId: string, value: string): Promise<void> {
    await this.part(testId).selectOption(value);
    await this.painted();
    await this.ready();
  }

  /** Waits until what was last asked for is on the canvas. */
  painted(): Promise<void> {
    return this.#answered('[data-testid="picture"] canvas[data-request]');
  }

  /** The table of all detections: name, score, height and level. */
  async table(): Promise<string[][]> {
    const details = this.part('detections');
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
    // It follows a moment after the picture.
    await this.#answered('[data-testid="detections"][open]');
    const rows = await details.locator('tbody tr').all();
    return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
  }

  /** The file that an entry of the export menu saves. */
  async exported(entry: string): Promise<{ name: string; file: string }> {
    await this.page.locator('summary[aria-label="Export"]').click();
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.locator('.menu').getByRole('button', { name: entry }).click(),
    ]);
    return { name: download.suggestedFilename(), file: await download.path() };
  }

  async #answered(selector: string): Promise<void> {
    await this.page.waitForFunction((where) => {
      const asked = performance.getEntriesByName('farsight-want').at(-1) as PerformanceMark | undefined;
      const shown = document.querySelector<HTMLElement>(where);
      return Number(shown?.dataset.request) >= (asked?.detail as number);
    }, selector);
  }

  /** Drops a file on the page, as from a folder. */
  drop(name: string, bytes: Uint8Array, type = ''): Promise<void> {
    return this.dropAll([{ name, bytes, type }]);
  }

  /** Drops files together, in this order. */
  async dropAll(files: readonly { name: string; bytes: Uint8Array; type?: string }[]): Promise<void> {
    const given = files.map(
      ({ name, bytes, type = '' }) => [Buffer.from(bytes).toString('base64'), name, type] as const,
    );
    const transfer = await this.page.evaluateHandle(async (all) => {
      const data = new DataTransfer();
      for (const [text, fileName, fileType] of all) {
        const blob = await (await fetch(`data:application/octet-stream;base64,${text}`)).blob();
        data.items.add(new File([blob], fileName, { type: fileType }));
      }
      return data;
    }, given);
    for (const kind of ['dragenter', 'dragover', 'drop']) {
      await this.page.dispatchEvent('body', kind, { dataTransfer: transfer });
    }
  }
}

/** A photo or a model that scripts/fetch_assets gathered. */
export function asset(name: string): Uint8Array {
  return readFileSync(join(kRoot, 'build/assets', name));
}
