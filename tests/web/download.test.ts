import { afterEach, describe, expect, it, vi } from 'vitest';
import { Downloads, NetworkLost, Transfers } from '../../web/src/engine/download';
import { overCap } from '../../web/src/engine/photos';
import { poolSize } from '../../web/src/engine/tile_pool';

vi.mock('onnxruntime-web/ort-wasm-simd-threaded.wasm?url', () => ({ default: 'runtime.wasm' }));
afterEach(() => vi.unstubAllGlobals());

/** A body whose pieces come when the test says so. */
function slowBody() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  return { stream, send: (bytes: number) => controller.enqueue(new Uint8Array(bytes)), end: () => controller.close() };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('downloads', () => {
  it('are told together: what they are, how large, and how far', async () => {
    const bodies = { model: slowBody(), photo: slowBody() };
    vi.stubGlobal('fetch', async (url: 'model' | 'photo') => new Response(bodies[url].stream));
    const told: [string, number | null][] = [];
    const downloads = new Downloads((text, fraction) => told.push([text, fraction]));
    const model = downloads.get('model', 'The model', 3_000_000);
    const photo = downloads.get('photo', 'The photo', 1_000_000);
    expect(told.at(-1)).toEqual(['Loading the model and the photo (4.0 MB)', 0]);
    bodies.photo.send(1_000_000);
    bodies.photo.end();
    expect((await photo).byteLength).toBe(1_000_000);
    bodies.model.send(1_500_000);
    await settle();
    expect(told.at(-1)?.[1]).toBe(0.625);
    bodies.model.send(1_500_000);
    bodies.model.end();
    await model;
    expect(told.at(-1)?.[1]).toBe(1);
  });

  it('say in words that the network is gone, that the server refused, and that a file broke off', async () => {
    const downloads = new Downloads(() => undefined);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(downloads.get('x', 'The model', 10)).rejects.toThrow(NetworkLost);
    await expect(downloads.get('x', 'The model', 10)).rejects.toThrow('The model could not be loaded: the network');
    vi.stubGlobal('fetch', async () => new Response('', { status: 503 }));
    await expect(downloads.get('x', 'The photo', 10)).rejects.toThrow('the server answered 503');
    const torn = new ReadableStream({ pull: (controller) => controller.error(new TypeError('network error')) });
    vi.stubGlobal('fetch', async () => new Response(torn));
    await expect(downloads.get('x', 'The model', 10)).rejects.toThrow('The model broke off after 0.0 MB');
  });

  it('stop when a newer request comes, which is no loss of the network', async () => {
    const controller = new AbortController();
    vi.stubGlobal('fetch', async (_: string, { signal }: RequestInit) => {
      await settle();
      signal?.throwIfAborted();
    });
    const waiting = new Downloads(() => undefined).get('x', 'The model', 10, controller.signal);
    controller.abort(new DOMException('A newer request came.', 'AbortError'));
    await expect(waiting).rejects.toThrow('A newer request came.');
  });
});

describe('a download that the next request wants too', () => {
  it('goes on, and is begun once', async () => {
    const body = slowBody();
    let begun = 0;
    vi.stubGlobal('fetch', async () => {
      begun += 1;
      return new Response(body.stream);
    });
    const transfers = new Transfers();
    const first = new AbortController();
    const overtaken = new Downloads(() => undefined, transfers).get('model', 'The model', 10, first.signal);
    first.abort(new DOMException('A newer request came.', 'AbortError'));
    await expect(overtaken).rejects.toThrow('A newer request came.');
    transfers.keepOnly(new Set(['model']));
    const second = new Downloads(() => undefined, transfers).get('model', 'The model', 10);
    body.send(10);
    body.end();
    expect((await second).byteLength).toBe(10);
    expect(begun).toBe(1);
  });

  it('keeps what came between two that want it, and nothing once it is taken', async () => {
    let begun = 0;
    vi.stubGlobal('fetch', async () => new Response(new Uint8Array((begun += 1))));
    const transfers = new Transfers();
    const first = new AbortController();
    const overtaken = new Downloads(() => undefined, transfers).get('model', 'The model', 1, first.signal);
    first.abort(new DOMException('A newer request came.', 'AbortError'));
    await expect(overtaken).rejects.toThrow('A newer request came.');
    await settle();
    const next = () => new Downloads(() => undefined, transfers).get('model', 'The model', 1);
    expect((await next()).byteLength).toBe(1);
    expect((await next()).byteLength).toBe(2);
  });

  it('ends when nothing wants it any more', async () => {
    let given: AbortSignal | null | undefined;
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
      given = signal;
      return new Promise(() => undefined);
    });
    const transfers = new Transfers();
    void new Downloads(() => undefined, transfers).get('model', 'The model', 10).catch(() => undefined);
    await settle();
    transfers.keepOnly(new Set(['another']));
    expect(given?.aborted).toBe(true);
  });
});

describe('what a device bears', () => {
  it.each([
    { cores: 2, memoryGb: 8, phone: false, workers: 2 },
    { cores: 8, memoryGb: 8, phone: false, workers: 6 },
    { cores: 4, memoryGb: 4, phone: false, workers: 3 },
    { cores: 8, memoryGb: 4, phone: true, workers: 2 },
    { cores: 4, memoryGb: 0.5, phone: false, workers: 1 },
    { cores: 1, memoryGb: 0.25, phone: true, workers: 1 },
  ])('$workers workers on $cores cores with $memoryGb GB (phone: $phone)', ({ cores, memoryGb, phone, workers }) => {
    expect(poolSize(cores, memoryGb, phone)).toBe(workers);
  });

  it('a photo over the cap is refused with its size, the cap and a remedy', () => {
    expect(overCap(8000, 8000, 64e6)).toBeUndefined();
    expect(overCap(12000, 8000, 64e6)).toMatch(/96 megapixels \(12000 × 8000\).*up to 64.*Scale it down/);
  });
});
