import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { asset, launch, Lab } from './lab';
import { kRoot } from './server';
import { kTinyCard, tinyNetwork } from './tiny_onnx';

let browser: BrowserContext;
let lab: Lab;

const text = (words: string) => Buffer.from(words);
const kLabels = text('bolt\nnut\n');

beforeAll(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'pyramid=off&photo=kite');
  await lab.ready();
});

/** The model on show is the person's own, of this name, and the picture shows what it found. */
async function opened(name: string): Promise<void> {
  await lab.page.waitForFunction((wanted) => {
    const list = document.querySelector<HTMLSelectElement>('[data-testid="model"]');
    return list?.selectedOptions[0]?.textContent === wanted;
  }, name);
  await lab.painted();
  await lab.ready();
}

/** Name and score of each detection. */
const found = async () => (await lab.table()).map(([name, score]) => `${name} ${score}`);

const model = () => lab.part('model').inputValue();

describe('a network of one’s own', () => {
  it('opens without a card, and says how it was understood', async () => {
    await lab.drop('mine.onnx', tinyNetwork().network);
    await opened('mine.onnx');
    expect(await found()).toEqual(['class 0 75 %', 'class 1 50 %']);
    expect(await lab.part('findings').textContent()).toContain('finished detections (seen: one output of x0');
    expect(await lab.part('command').textContent()).toBe(
      'farsight detect build/assets/kite.jpg --model mine.onnx --pyramid off',
    );
  });

  it('takes labels that come later, and the command names them', async () => {
    await lab.drop('parts.txt', kLabels);
    await lab.page.getByRole('cell', { name: 'bolt' }).waitFor();
    expect(await found()).toEqual(['bolt 75 %', 'nut 50 %']);
    const command = 'farsight detect build/assets/kite.jpg --model mine.onnx --labels parts.txt --pyramid off';
    expect(await lab.part('command').textContent()).toBe(command);
  });

  it('opens with weights, card and labels dropped together, the network last and in capitals', async () => {
    const { network, weights } = tinyNetwork({ weights: 'net.data' });
    await lab.dropAll([
      { name: 'labels.txt', bytes: kLabels },
      { name: 'net.data', bytes: weights },
      { name: 'net.json', bytes: text(JSON.stringify(kTinyCard)) },
      { name: 'NET.ONNX', bytes: network },
    ]);
    await opened('NET.ONNX');
    expect(await found()).toEqual(['bolt 75 %', 'nut 50 %']);
    await lab.page.getByText('As its card says.').waitFor();
    const command =
      'farsight detect build/assets/kite.jpg --model NET.ONNX --card net.json --labels labels.txt --pyramid off';
    expect(await lab.part('command').textContent()).toBe(command);
  });

  it('asks for weights that are missing, goes on with the model before, and opens once they come', async () => {
    const before = await model();
    const { network, weights } = tinyNetwork({ weights: 'far.bin' });
    await lab.drop('far.onnx', network);
    await expect
      .poll(() => lab.error())
      .toContain('far.onnx: its weights stand in another file, far.bin. Open that file too');
    await lab.ready();
    expect(await model()).toBe(before);
    await lab.drop('far.bin', weights);
    await opened('far.onnx');
    expect(await found()).toEqual(['class 0 75 %', 'class 1 50 %']);
    expect(await lab.part('error').count()).toBe(0);
  });

  it('opens when only a run tells the shape of its output', async () => {
    await lab.drop('free.onnx', tinyNetwork({ free: true }).network);
    await opened('free.onnx');
    expect(await found()).toEqual(['class 0 75 %', 'class 1 50 %']);
  });

  it('runs in half precision', async () => {
    await lab.drop('half.onnx', tinyNetwork({ half: true }).network);
    await opened('half.onnx');
    expect(await found()).toEqual(['class 0 75 %', 'class 1 50 %']);
  });

  it('runs with a fixed batch, whose last run is filled up', async () => {
    await lab.drop('four.onnx', tinyNetwork({ batch: 4 }).network);
    await opened('four.onnx');
    expect(await found()).toEqual(['class 0 75 %', 'class 1 50 %']);
  });

  it('gives way to the model before when it fails at its first run', async () => {
    const before = await model();
    await lab.drop('fails.onnx', tinyNetwork({ fails: true }).network);
    await expect.poll(() => lab.error()).toMatch(/cannot be reshaped/);
    await lab.ready();
    expect(await model()).toBe(before);
    expect(await found()).toEqual(['class 0 75 %', 'class 1 50 %']);
  });

  it.each([
    ['long.txt', text(Array.from({ length: 1001 }, (_, i) => `name ${i}`).join('\n')), /1001 names/],
    ['lone.json', text('{"schema": "farsight.card/1"}'), /^fails\.onnx: The model card/],
    ['broken.onnx', text('no network at all'), /^broken\.onnx: .*ONNX/],
    ['empty.onnx', text(''), /^empty\.onnx: the file is empty/],
    ['cut.onnx', tinyNetwork().network.slice(0, 150), /^cut\.onnx: The ONNX file is damaged/],
  ])('says in words what is wrong with %s', async (name, bytes, words) => {
    await lab.drop(name, bytes);
    await lab.part('error').filter({ hasText: words }).waitFor();
    await expect.poll(() => lab.error()).not.toMatch(/ERROR_CODE/);
    await opened('four.onnx');
  });
});

describe('the command that the page shows for an own network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farsight-own-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds the same natively', async () => {
    const fresh = await Lab.open(browser, 'pyramid=off&photo=kite');
    await fresh.ready();
    const { network, weights } = tinyNetwork({ weights: 'tiny.data' });
    const files = [
      { name: 'tiny.onnx', bytes: network },
      { name: 'tiny.data', bytes: weights },
      { name: 'parts.txt', bytes: kLabels },
    ];
    await fresh.dropAll(files);
    await fresh.page.getByText('Recognised without a card').waitFor();
    await fresh.painted();
    await fresh.ready();
    const command = (await fresh.part('command').textContent()) ?? '';
    mkdirSync(join(folder, 'build/assets'), { recursive: true });
    for (const { name, bytes } of [...files, { name: 'build/assets/kite.jpg', bytes: asset('kite.jpg') }]) {
      writeFileSync(join(folder, name), bytes);
    }
    const [program, ...words] = command.split(' ');
    expect(program).toBe('farsight');
    const binary = join(kRoot, 'build/release/bin/farsight');
    const { stdout } = await promisify(execFile)(binary, [...words, '--format', 'json'], { cwd: folder });
    const [image] = JSON.parse(stdout).images as { detections: { label: string; score: number }[] }[];
    expect(image?.detections.map(({ label, score }) => `${label} ${score.toFixed(2)}`)).toEqual([
      'bolt 0.75',
      'nut 0.50',
    ]);
    await fresh.page.close();
  });
});
