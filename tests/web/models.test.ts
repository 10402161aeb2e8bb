import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Downloads } from '../../web/src/engine/download';
import { ModelShelf, ModelUnusable, type NetworkHost } from '../../web/src/engine/models';
import type { InputTensor, NetworkFiles } from '../../web/src/engine/network';
import type { TensorInfo } from '../../web/core/farsight.mjs';
import type { ModelEntry, OwnModel } from '../../web/src/engine/protocol';

const freed: string[] = [];
const keptToTiles: string[] = [];

vi.mock('../../web/core/farsight.mjs', () => {
  class CoreCard {
    constructor(readonly text: string) {}
    static read = (text: string) => new CoreCard(text);
    static recognise(_: Uint8Array, __: unknown, outputs: TensorInfo[]) {
      if (outputs[0]?.shape[1] === 84) return new CoreCard('by its run');
      throw new Error('No head has the shape of boxes.');
    }
    check() {}
    anchorFile = '';
    anchors = '';
    labels = 'patch';
    fitLabels(list: string) {
      if (list === 'too long') throw new Error('The list of labels has 9 names.');
      this.labels = list;
    }
    takeAnchors(text: string) {
      this.anchors = text;
    }
    /** Networks whose card says so cannot be freed. */
    closeNetwork(onnx: Uint8Array) {
      if (this.text.includes('fixed')) throw new Error('it has GlobalAveragePool');
      return onnx.slice();
    }
    keepTiles = () => keptToTiles.push(this.text);
    describe = () => ({ anchors: 4, labels: [this.labels], warnings: ['As guessed.'] });
    free = () => freed.push(this.text);
  }
  const imported = new CoreCard('imported');
  const externalFiles = (onnx: Uint8Array) =>
    new TextDecoder().decode(onnx).startsWith('split') ? ['w/net.data'] : [];
  const recogniseInput = () => ({ input: 'image', width: 8, height: 8, channelsFirst: false, bytes: false });
  return { CoreCard, externalFiles, recogniseInput, openTflite: (onnx: Uint8Array) => ({ onnx, card: imported }) };
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
  async loadClose() {
    // What it was given can be freed.
  }
  weights: NetworkFiles['weights'] = [];
  async load({ onnx, weights }: NetworkFiles) {
    this.loads += 1;
    this.held = '';
    const text = new TextDecoder().decode(onnx);
    if (text.startsWith('bad')) throw new Error('Protobuf parsing failed.');
    this.held = text;
    this.weights = weights;
    const inputs = [{ name: 'image', type: 'float32' as const, shape: ['batch', 8, 8, 3] }];
    const free = { name: 'output0', type: 'float32' as const, shape: ['batch', 'values', 'rows'] };
    return { inputs, outputs: text.startsWith('free') ? [free] : [], stored: 'float32' };
  }
  async run({ name, shape, values }: InputTensor) {
    expect([name, shape, values.length]).toEqual(['image', [1, 8, 8, 3], 192]);
    return { heads: [{ name: 'output0', values: new Float32Array(84), shape: [1, 84, 1] }] };
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

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text).buffer as ArrayBuffer });

const own = (text: string, given: Partial<OwnModel> = {}): OwnModel => ({
  network: file('mine.onnx', text),
  labels: '',
  card: '',
  parts: [],
  ...given,
});

beforeEach(() => vi.stubGlobal('fetch', async (url: string) => new Response(url)));
afterEach(() => {
  vi.unstubAllGlobals();
  freed.length = 0;
  keptToTiles.length = 0;
});

describe('the shelf of models', () => {
  it('loads a model once, and frees it for another', async () => {
    const { host, get } = shelf();
    const near = await get('near');
    expect(await get('near')).toBe(near);
    expect(host.loads).toBe(1);
    expect(near.signature.inputs[0]?.shape[0]).toBe('batch');
    await get('far');
    expect(host.held).toBe('https://host.example/far.onnx');
    expect(freed).toEqual(['https://host.example/near.json']);
  });

  it('has the network for regions too, and keeps to tiles where the network cannot be freed', async () => {
    const { models, get } = shelf();
    expect((await get('near')).close).not.toBeNull();
    models.put('own', own('bytes', { card: '{"name": "fixed"}' }));
    expect((await get('own')).close).toBeNull();
    expect(keptToTiles).toEqual(['{"name": "fixed"}']);
  });

  it('keeps to tiles where the runtime refuses the freed network', async () => {
    const { host, get } = shelf();
    host.loadClose = () => Promise.reject(new Error('refused'));
    expect((await get('near')).close).toBeNull();
    expect(keptToTiles).toHaveLength(1);
  });

  it('explains a corrupt file, and has the model before it ready again', async () => {
    const { host, models, get } = shelf();
    await get('near');
    models.put('own', own('bad bytes', { card: '{}' }));
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

  it('gives the network its weights, found by name in any case', async () => {
    const { host, models, get } = shelf();
    const parts = [file('NET.DATA', 'numbers'), file('notes.pdf', '')];
    models.put('own', own('split', { card: '{}', parts }));
    const { warnings } = await get('own');
    expect(host.weights.map(({ path }) => path)).toEqual(['w/net.data']);
    expect(new TextDecoder().decode(host.weights[0]?.data)).toBe('numbers');
    expect(warnings).toEqual(['As guessed.', 'notes.pdf was not used: neither the network nor its card names it.']);
  });

  it('names weights that are missing before anything is loaded', async () => {
    const { host, models, get } = shelf();
    models.put('own', own('split', { card: '{}' }));
    await expect(get('own')).rejects.toThrow(
      'mine.onnx: its weights stand in another file, net.data. Open that file too',
    );
    expect(host.loads).toBe(0);
  });

  it('takes labels, and says why they do not fit', async () => {
    const { models, get } = shelf();
    models.put('own', own('good', { card: '{}', labels: 'bolt' }));
    expect((await get('own')).facts.labels).toEqual(['bolt']);
    models.put('other', own('good', { card: '{}', labels: 'too long' }));
    await expect(get('other')).rejects.toThrow('mine.onnx: The list of labels has 9 names.');
  });

  it('takes the card that a TFLite file gives, unless there is another', async () => {
    const { models, get } = shelf();
    models.put('own', { ...own(''), network: file('mine.TFLITE', 'good') });
    expect((await get('own')).card).toMatchObject({ text: 'imported' });
    models.put('other', { ...own('', { card: '{"mine": 1}' }), network: file('mine.tflite', 'good') });
    expect((await get('other')).card).toMatchObject({ text: '{"mine": 1}' });
  });

  it('says that a file is empty', async () => {
    const { models, get } = shelf();
    models.put('own', own(''));
    await expect(get('own')).rejects.toThrow('mine.onnx: the file is empty. Copy or export it again.');
  });

  it('runs a network whose outputs have free shapes once, to learn them', async () => {
    const { models, get } = shelf();
    models.put('own', own('free'));
    expect((await get('own')).card).toMatchObject({ text: 'by its run' });
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
