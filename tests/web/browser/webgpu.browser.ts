import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';
import { kRoot } from './server';

const kFlags = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

const tinyCard = {
  schema: 'farsight.card/1',
  name: 'tiny',
  input: { width: 8, height: 8, layout: 'nhwc', type: 'float32', mean: [0, 0, 0], scale: [0.004, 0.004, 0.004] },
  heads: {
    kind: 'ssd',
    boxes: 'boxes',
    scores: 'scores',
    activation: 'none',
    classes_count: 1,
    coder: 'faster_rcnn',
    anchors: { kind: 'grid', layers: [{ rows: 2, columns: 2, sizes: [[0.5, 0.5]] }] },
  },
  labels: [{ name: 'Patch' }],
};

describe('WebGPU on the software adapter', () => {
  it('finds the same as WebAssembly with a small network', async () => {
    const browser = await launch({ flags: kFlags });
    const lab = await Lab.open(browser, 'photo=astronaut&model=face_detection_short_range&levels=2&backend=wasm');
    await lab.ready();
    const onProcessor = await lab.table();
    expect(onProcessor.length).toBeGreaterThan(0);
    const runs = await lab.count('network-runs');
    await lab.choose('backend', 'webgpu');
    await lab.page.getByText(/^Both agree/).waitFor();
    expect(await lab.count('network-runs')).toBeGreaterThan(runs);
    expect(await lab.table()).toEqual(onProcessor);
  });

  it('runs many tiles at a time with a tiny network, and finds the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'farsight-tiny-'));
    const file = join(folder, 'tiny.onnx');
    execFileSync(join(kRoot, 'build/release/bin/write_tiny_network'), [file, 'batch']);
    const browser = await launch({ flags: kFlags });
    const lab = await Lab.open(browser, 'photo=astronaut&pyramid=full&levels=2&finest-zoom=0.1&backend=wasm');
    await lab.ready();
    await lab.page.getByText('Use your own model').click();
    await lab.page.getByLabel('Model card (JSON)').fill(JSON.stringify(tinyCard));
    await lab.page.getByLabel('Open a model').setInputFiles(file);
    await lab.page.getByText('As its card says').waitFor();
    await lab.painted();
    await lab.ready();
    const onProcessor = await lab.table();
    expect(onProcessor.length).toBeGreaterThan(0);
    const runs = await lab.count('network-runs');
    await lab.choose('backend', 'webgpu');
    // Two at least: how many depends on how long one takes.
    await lab.page.getByText(/^Both agree.*\((?:[2-9]|1\d) at a time\)/).waitFor();
    expect(await lab.count('network-runs')).toBe(runs + (await lab.count('tiles')));
    expect(await lab.table()).toEqual(onProcessor);
    rmSync(folder, { recursive: true });
  });
});
