import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CoreImage, CoreRun } from '../../web/core/farsight.mjs';
import { Backend } from '../../web/src/engine/backend';
import type { Model } from '../../web/src/engine/models';
import type { BackendView } from '../../web/src/engine/protocol';
import type { TilePool } from '../../web/src/engine/tile_pool';
import type { Verdict } from '../../web/src/engine/trial';

const card = vi.hoisted(() => ({
  missing: undefined as string | undefined,
  verdict: undefined as unknown,
  opened: 0,
  ended: 0,
}));

vi.mock('../../web/src/engine/webgpu_network', () => ({
  noCardBecause: async () => card.missing,
  WebgpuNetwork: {
    open: async () => {
      card.opened += 1;
      return { end: () => (card.ended += 1) };
    },
  },
}));
vi.mock('../../web/src/engine/trial', () => ({ tryCard: async () => card.verdict }));

const verdict = (change: Partial<Verdict>): Verdict => ({
  agrees: true,
  reason: 'Both agree.',
  wasmMs: 40,
  webgpuMs: 5,
  batch: 8,
  ...change,
});

const never = new AbortController().signal;
const picture = { id: 'photo', image: {} as CoreImage };
const run = {} as CoreRun;

const modelOf = (stored: string) =>
  ({ weights: [], signature: { stored, inputs: [{ name: 'x', shape: [1, 8, 8, 3] }] } }) as unknown as Model;

function backend({ phone = false, stored = 'float32' } = {}) {
  const told: BackendView[] = [];
  const model = modelOf(stored);
  const chosen = new Backend({ size: 2 } as TilePool, true, phone, 27e6, (view) => told.push(view));
  const kind = (wanted: 'auto' | 'wasm' | 'webgpu') => chosen.runner(wanted, run, picture, model).kind;
  const prepare = (wanted: 'auto' | 'wasm' | 'webgpu') => chosen.prepare(wanted, model, () => undefined, never);
  return { chosen, model, told, kind, prepare };
}

beforeEach(() => Object.assign(card, { missing: undefined, verdict: verdict({}), opened: 0, ended: 0 }));

describe('the choice of what runs the network', () => {
  it('is WebAssembly at first, and the graphics card once it has shown to agree and to be faster', async () => {
    const { chosen, model, told, kind, prepare } = backend();
    await prepare('auto');
    expect([kind('auto'), card.opened]).toEqual(['wasm', 0]);
    await chosen.considerCard('auto', model, never);
    expect(kind('auto')).toBe('webgpu');
    expect(chosen.runner('auto', run, picture, model).most).toBe(8);
    expect(told.at(-1)).toMatchObject({ used: 'webgpu', wasmMs: 40, webgpuMs: 5, reason: 'Both agree.' });
  });

  it('stays WebAssembly where that is faster, unless the person wants otherwise', async () => {
    card.verdict = verdict({ webgpuMs: 90 });
    const { chosen, model, kind } = backend();
    await chosen.considerCard('auto', model, never);
    expect([kind('auto'), kind('webgpu'), kind('wasm')]).toEqual(['wasm', 'webgpu', 'wasm']);
  });

  it('never is a card that differs, and says why', async () => {
    card.verdict = verdict({ agrees: false, reason: 'WebGPU gives other results here.' });
    const { told, kind, prepare } = backend();
    await prepare('webgpu');
    expect(kind('webgpu')).toBe('wasm');
    expect(told.at(-1)).toMatchObject({ used: 'wasm', reason: 'WebGPU gives other results here.' });
  });

  it('loads nothing where there is no card, where bytes are wanted, and on a phone that did not ask', async () => {
    card.missing = 'This browser has no WebGPU.';
    const without = backend();
    await without.chosen.considerCard('auto', without.model, never);
    expect(without.told.at(-1)?.reason).toBe('This browser has no WebGPU.');
    card.missing = undefined;
    const quantised = backend({ stored: 'uint8' });
    await quantised.prepare('webgpu');
    expect(quantised.told.at(-1)?.reason).toMatch(/takes uint8/);
    const phone = backend({ phone: true });
    await phone.chosen.considerCard('auto', phone.model, never);
    expect(phone.told.at(-1)?.reason).toMatch(/loads 27\.0 MB/);
    expect(card.opened).toBe(0);
    await phone.prepare('webgpu');
    expect(phone.kind('webgpu')).toBe('webgpu');
  });

  it('goes back to WebAssembly when the card fails while it runs', async () => {
    const { chosen, told, kind, prepare } = backend();
    await prepare('webgpu');
    chosen.giveUp('webgpu', new Error('The graphics card was lost.'));
    expect([kind('webgpu'), card.ended]).toEqual(['wasm', 1]);
    expect(told.at(-1)?.reason).toBe('WebGPU failed, so WebAssembly goes on: The graphics card was lost.');
  });

  it('tries the card again for another model, and ends the old one', async () => {
    const { chosen, prepare } = backend();
    await prepare('webgpu');
    const other = modelOf('float32');
    await chosen.prepare('webgpu', other, () => undefined, never);
    expect([card.opened, card.ended]).toEqual([2, 1]);
  });

  it('tries once, however often it is asked', async () => {
    const { chosen, model, prepare } = backend();
    await Promise.all([prepare('webgpu'), chosen.considerCard('auto', model, never), prepare('webgpu')]);
    expect(card.opened).toBe(1);
  });
});
