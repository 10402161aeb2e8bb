import { describe, expect, it } from 'vitest';
import { launch, Lab } from './lab';

describe('WebGPU on the software adapter', () => {
  it('finds the same as WebAssembly with a small network', async () => {
    const browser = await launch({ flags: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] });
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
});
