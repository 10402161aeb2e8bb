// Milliseconds from navigation to the first detections and to the whole pyramid, with the HTTP cache cold and warm:
//   scripts/site && node bench/page/first_detection.mjs

import { isReady, withBrowser } from './browser.mjs';

/** Notes in the page when detections first show and when all are in. */
function watch() {
  window.moments = {};
  const note = (name) => (window.moments[name] ??= performance.now());
  const look = () => {
    if (Number(document.querySelector('[data-testid="count-total"]')?.textContent) > 0) note('first');
    if (document.querySelector('[data-testid="status"]')?.dataset.state === 'ready') note('all');
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}

async function visit(browser, url) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => process.stderr.write(`page: ${error}\n`));
  page.on('console', (message) => process.stderr.write(`console: ${message.text()}\n`));
  await page.addInitScript(watch);
  // A service worker would answer in the cache's stead.
  await page.goto(url);
  await isReady(page);
  const moments = await page.evaluate(() => window.moments);
  const tiles = await page.textContent('[data-testid="tiles"]');
  await page.close();
  return { ...moments, tiles };
}

await withBrowser(async (browser, url) => {
  await browser.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined }));
  for (const cache of ['cold', 'warm', 'warm', 'warm']) {
    const { first, all, tiles } = await visit(browser, url);
    console.log(`${cache}  first detections ${first.toFixed(0)} ms  all ${tiles} tiles ${all.toFixed(0)} ms`);
  }
});
