import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Downloads } from '../../web/src/engine/download';
import { ModelShelf, ModelUnusable, type NetworkHost } from '../../web/src/engine/models';
import type { ModelEntry } from '../../web/src/engine/protocol';

const freed: string[] = [];

vi.mock('../../web/core/farsight.mjs', () => {
  class CoreCard {
    constructor(readonly text: string) {}
    static read = (text: string) => new CoreCard(text);
    static recognise() {
      throw new Error('No head has the shape of boxes.');
    }
    check() {}
    nameClasses() {}
    describe = () => ({ anchors: 4, labels: ['patch'] });
    free = () => freed.push(this.text);
  }
  return { CoreCard, importTflite: (bytes: Uint8Array) => bytes };
});

const entries = ['near', 'far'].map((id): ModelEntry => ({
  id,
  title: id,
  licence: '',
  source: '',
  file: `${id}.onnx`,
  card: `${id}.json`,
  bytes: 8,
}));

/** Holds the text of the file it was given last; refuses files that begin with "bad". */
class FakeHost implements NetworkHost {
  held = '';
  loads = 0;
  get loaded(): boolean {
    return this.held !== '';
  }
  async load(onnx: ArrayBuffer) {
    this.loads += 1;
    this.held = '';
    const text = new TextDecoder().decode(onnx);
    if (text.startsWith('bad')) throw new Error('Protobuf parsing failed.');
    this.held = text;
    return { inputs: [{ name: 'image', type: 'float32' as const, shape: ['batch', 8, 8, 3] }], outputs: [] };
  }
}

const never = new AbortController().signal;
const quiet = () => undefined;

function shelf() {
  const host = new FakeHost();
  const models = new ModelShelf(entries, 'https://host.example/', host);
  const get = (id: string) => models.get(id, new Downloads(quiet), quiet, never);
  return { host, models, get };
}

const own = (text: string, card = '') => ({
  name: 'mine.onnx',
  bytes: new TextEncoder().encode(text).buffer as ArrayBuffer,
  labels: [],
  card,
});

beforeEach(() => vi.stubGlobal('fetch', async (url: string) => new Response(url)));
afterEach(() => {
  vi.unstubAllGlobals();
  freed.length = 0;
});

describe('the shelf of models', () => {
  it('loads a model once, and frees it for another', async () => {
    const { host, get } = shelf();
    const near = await get('near');
    expect(await get('near')).toBe(near);
    expect(host.loads).toBe(1);
    expect(near.batches).toBe(true);
    await get('far');
    expect(host.held).toBe('https://host.example/far.onnx');
    expect(freed).toEqual(['https://host.example/near.json']);
  });

  it('explains a corrupt file, and has the model before it ready again', async () => {
    const { host, models, get } = shelf();
    await get('near');
    models.put('own', own('bad bytes', '{}'));
    await expect(get('own')).rejects.toThrow(ModelUnusable);
    await expect(get('own')).rejects.toThrow('mine.onnx: Protobuf parsing failed.');
    await get('near');
    expect(host.held).toBe('https://host.example/near.onnx');
  });

  it('explains heads that it does not know', async () => {
    const { models, get } = shelf();
    models.put('own', own('good bytes'));
    await expect(get('own')).rejects.toThrow('mine.onnx: No head has the shape of boxes.');
  });

  it('loads again what the workers have lost', async () => {
    const { host, get } = shelf();
    await get('near');
    host.held = '';
    await get('near');
    expect(host.loads).toBe(2);
  });

  it('says that a model left the list', async () => {
    await expect(shelf().get('gone')).rejects.toThrow('not in the list any more');
  });
});
