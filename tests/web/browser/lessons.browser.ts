// The lessons as a learner goes through them: with right and wrong predictions, skipping, leaving and coming back.

import { beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { violations } from './axe';
import { launch, Lab } from './lab';

let browser: BrowserContext;
let lab: Lab;

/** Texts as a person sees them. */
const text = async (testId: string) => (await lab.part(testId).innerText()).replace(/\s+/g, ' ');
const step = async () => Number(await lab.part('lesson-step').getAttribute('data-step'));
const address = () => new URL(lab.page.url()).searchParams;

beforeAll(async () => {
  browser = await launch();
  lab = await Lab.open(browser, '');
  await lab.ready();
});

describe('the list of lessons', () => {
  it('is one click from the first view and names seven', async () => {
    await lab.part('lessons').click();
    await lab.part('lesson').first().waitFor();
    expect(await lab.part('lesson').count()).toBe(7);
    expect(await violations(lab)).toEqual([]);
  });
});

describe('a lesson', () => {
  it('asks before it answers, and answers with what the lab finds', async () => {
    await lab.part('lesson').first().click();
    await lab.part('reveal').waitFor();
    expect(await step()).toBe(1);
    expect(await lab.part('reveal').isDisabled()).toBe(true);
    await lab.part('predict').locator('input').fill('5');
    await lab.part('reveal').click();
    expect(await text('lesson-panel')).toContain('You: 5. The lab: 12 people.');

    await lab.part('lesson-next').click();
    await lab.ready();
    await lab.part('predict').locator('input').fill('12');
    await lab.part('reveal').click();
    const alone = await lab.count('count-total');
    expect(await text('lesson-panel')).toContain(`You: 12. The lab: ${alone} boxes.`);
    expect(await violations(lab)).toEqual([]);
  });

  it('sets the lab, and notices what the learner brings about', async () => {
    await lab.part('lesson-next').click();
    await lab.part('predict').locator('input').fill('20');
    await lab.part('reveal').click();
    await lab.ready();
    await lab.page.getByText(/The lab: \d+ boxes/).waitFor();
    expect(await lab.part('pyramid').isChecked()).toBe(true);
    await lab.part('lesson-next').click();
    await lab.part('lesson-check').waitFor();
    expect(await lab.part('lesson-check').getAttribute('data-done')).toBe('false');
    await lab.part('finest-zoom').fill('0.25');
    await lab.page.locator('[data-testid="lesson-check"][data-done="true"]').waitFor();
  });

  it('stands in the address, and Back leads to the step before', async () => {
    await expect.poll(() => address().get('step')).toBe('4');
    expect(address().get('lesson')).toBe('1');
    await lab.page.goBack();
    await expect.poll(step).toBe(3);
  });

  it('ends on a sentence to keep, and is remembered', async () => {
    for (let skipped = 0; skipped < 2; skipped += 1) await lab.part('lesson-next').click();
    expect(await text('lesson-panel')).toContain('never saw them small');
    await lab.part('lesson-close').click();
    expect(await lab.part('lesson-panel').count()).toBe(0);
    await lab.part('lessons').click();
    await lab.part('lesson').first().waitFor();
    expect(await lab.part('lesson').first().innerText()).toContain('Done');
    await lab.page.keyboard.press('Escape');
    await expect.poll(() => lab.part('lesson').count()).toBe(0);
    await expect.poll(() => address().get('lesson')).toBeNull();
  });
});

describe('every lesson', () => {
  it('is gone through to its end by keyboard alone', async () => {
    for (let number = 1; number <= 7; number += 1) {
      const opened = await Lab.open(browser, `lesson=${number}&step=1`);
      await opened.part('lesson-panel').waitFor();
      for (let at = 1; (await opened.part('lesson-step').innerText()) !== 'The end'; at += 1) {
        expect(at).toBeLessThan(9);
        await opened.part('lesson-next').focus();
        await opened.page.keyboard.press('Enter');
        await expect.poll(async () => Number(await opened.part('lesson-step').getAttribute('data-step'))).toBe(at + 1);
      }
      await opened.page.close();
    }
  });

  it('a lesson that is not there leaves the lab as it is', async () => {
    const opened = await Lab.open(browser, 'lesson=99');
    await opened.ready();
    expect(await opened.part('lesson-panel').count()).toBe(0);
    await opened.page.close();
  });
});

describe('on a phone', () => {
  it('a lesson stands over the picture and everything can be reached', async () => {
    const phone = await launch({ touch: true });
    const small = await Lab.open(phone, 'lesson=1&step=2');
    await small.part('lesson-panel').waitFor();
    await small.ready();
    await small.part('predict').locator('input').fill('3');
    await small.part('reveal').tap();
    await small.page.getByText(/The lab: \d+ boxes/).waitFor();
    const panel = await small.part('lesson-panel').boundingBox();
    const picture = await small.part('picture').boundingBox();
    expect(panel?.width).toBeLessThanOrEqual(390);
    expect(picture?.height).toBeGreaterThan(120);
  });
});
