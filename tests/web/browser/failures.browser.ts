import { beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { asset, launch, Lab } from './lab';

let browser: BrowserContext;
let lab: Lab;

/** y = Identity(x): a network, but no detector. */
const kIdentity = Buffer.from(
  'CAgSADo3ChAKAXgSAXkiCElkZW50aXR5EgFpWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUIECgAQDQ==',
  'base64',
);

/** The page still detects: the finer level is new to it. */
async function goesOn(zoom: number): Promise<void> {
  const runs = await lab.count('network-runs');
  await lab.slide('finest-zoom', zoom);
  expect(await lab.count('network-runs')).toBeGreaterThan(runs);
  expect(await lab.count('count-total')).toBeGreaterThan(0);
}

beforeAll(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'finest-zoom=0.45&overlap=0.1');
  await lab.ready();
});

describe('what goes wrong is said in words, and the page goes on', () => {
  it('after a corrupt photo', async () => {
    await lab.drop('holiday.jpg', asset('kite.jpg').slice(0, 300), 'image/jpeg');
    await expect.poll(() => lab.error()).toMatch(/holiday\.jpg is not a photo .* Open a JPEG/);
    await goesOn(0.5);
    // What went well since takes the message away.
    expect(await lab.part('error').count()).toBe(0);
  });

  it('after a photo of a kind that this browser does not read', async () => {
    const heic = Buffer.from('\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf', 'latin1');
    await lab.drop('holiday.heic', heic, 'image/heic');
    await expect
      .poll(() => lab.error())
      .toBe(
        'holiday.heic is a HEIC photo, which this browser does not read. ' +
          'Save it as JPEG or PNG, or use the farsight command, which reads it.',
      );
    await lab.drop('film.mov', Buffer.from('\0\0\0\x14ftypqt  ', 'latin1'));
    await lab.page.getByText('film.mov is a video').waitFor();
  });

  it('after a corrupt model', async () => {
    const model = await lab.part('model').inputValue();
    await lab.drop('broken.onnx', Buffer.from('this is no network'));
    await expect.poll(() => lab.error()).toMatch(/broken\.onnx: \w+/);
    await lab.ready();
    expect(await lab.part('model').inputValue()).toBe(model);
    await goesOn(0.55);
  });

  it('after a TFLite file cut short', async () => {
    await lab.drop('half.tflite', asset('ssd_mobilenet_v2_oidv4.tflite').slice(0, 50_000));
    await expect.poll(() => lab.error()).toMatch(/half\.tflite: \w+/);
    await lab.ready();
    await goesOn(0.6);
  });

  it('after a network that is no detector', async () => {
    await lab.drop('identity.onnx', kIdentity);
    await expect.poll(() => lab.error()).toMatch(/identity\.onnx: \w+/);
    await lab.ready();
    await goesOn(0.65);
  });

  it('after the connection was lost', async () => {
    await browser.setOffline(true);
    await lab.page.locator('[data-photo="coffee"]').click();
    await expect.poll(() => lab.error()).toMatch(/photo could not be loaded: the network is gone/);
    await lab.ready();
    await goesOn(0.7);
    await browser.setOffline(false);
    await lab.page.locator('[data-photo="coffee"]').click();
    await lab.painted();
    await lab.ready();
    expect(await lab.page.getByText('Rachel Michetti').count()).toBe(1);
  });

  it('when the model cannot be loaded at all, and then can', async () => {
    await browser.route('**/models/*.tflite', (route) => route.abort());
    const first = await Lab.open(browser, 'pyramid=off');
    await expect.poll(() => first.error()).toMatch(/model could not be loaded/);
    await browser.unroute('**/models/*.tflite');
    await first.page.getByRole('button', { name: 'Try again' }).click();
    await first.ready();
    expect(await first.count('count-total')).toBeGreaterThan(0);
    await first.page.close();
  });

  it('for a link that cannot be read', async () => {
    const odd = await Lab.open(browser, 'pyramid=off&score=lots');
    await expect.poll(() => odd.error()).toMatch(/score could not be read/);
    await odd.ready();
    expect(await odd.part('score').inputValue()).toBe('0.3');
    await odd.page.close();
  });
});
