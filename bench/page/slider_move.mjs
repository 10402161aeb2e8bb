// Milliseconds from a move of the score or merge slider until the boxes are repainted, over thousands of candidates:
//   scripts/site && node bench/page/slider_move.mjs
// The page's own marks are read: from the input event's want to the painted result, through the engine's worker.

import { isReady, withBrowser } from './browser.mjs';

/** Some 5,000 candidates on the default photo; another query string may be given. */
const kSettings = process.argv[2] ?? 'levels=3&finest-zoom=1.3';
const kMoves = 60;

/** Keeps the newest result's figures where the page can be asked for them. */
function watchEngine() {
  window.Worker = class extends window.Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (data.kind === 'result') window.newest = { candidates: data.candidates, mergeMs: data.timing.merge };
      });
    }
  };
}

async function moveOnce([testId, up]) {
  const slider = document.querySelector(`[data-testid="${testId}"]`);
  performance.clearMarks();
  if (up) slider.stepUp();
  else slider.stepDown();
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  const marks = (name) => performance.getEntriesByName(name);
  const wanted = () => marks('farsight-want').at(-1);
  const painted = () => wanted() && marks('farsight-painted').find(({ detail }) => detail === wanted().detail);
  for (const start = performance.now(); !painted();) {
    if (performance.now() - start > 10_000) throw new Error(`A move of ${testId} was not painted.`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return { ms: painted().startTime - wanted().startTime, merge: window.newest.mergeMs };
}

const part = (values, share) => values.sort((a, b) => a - b)[Math.floor(share * (values.length - 1))].toFixed(1);

await withBrowser(async (browser, url) => {
  const page = await browser.newPage();
  await page.addInitScript(watchEngine);
  await page.goto(`${url}?${kSettings}`);
  await isReady(page, 300_000);
  console.log(`${await page.evaluate(() => window.newest.candidates)} candidates`);
  for (const slider of ['score', 'iou']) {
    const moves = [];
    // There and back again, a few steps each way.
    for (let i = 0; i < kMoves; i += 1) moves.push(await page.evaluate(moveOnce, [slider, i % 8 < 4]));
    const times = moves.map(({ ms }) => ms);
    const merges = moves.map(({ merge }) => merge);
    console.log(
      `${slider}: half of the moves within ${part(times, 0.5)} ms, nine of ten within ${part(times, 0.9)} ms, ` +
        `the fastest ${part(times, 0)} ms; merging alone ${part(merges, 0.5)} ms`,
    );
  }
});
