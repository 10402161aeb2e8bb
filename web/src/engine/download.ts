// Downloads that report progress and fail with a sentence.

export class NetworkLost extends Error {
  override readonly name = 'NetworkLost';
}

/** Tells what is being prepared, and how much of it is there: a fraction, or null where that cannot be known. */
export type TellLoading = (text: string, fraction: number | null) => void;

export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

const inSentence = new Intl.ListFormat('en', { type: 'conjunction' });

/** Several downloads at once, told as one. */
export class Downloads {
  readonly #parts = new Map<string, { bytes: number; received: number }>();

  constructor(private readonly tell: TellLoading) {}

  /** `bytes` is the expected size: hosts that compress do not tell it; 0: too small to be told. */
  async get(url: string, what: string, bytes: number, signal?: AbortSignal): Promise<ArrayBuffer> {
    const part = { bytes, received: 0 };
    if (bytes > 0) this.#parts.set(what, part);
    const progress = (received: number) => {
      part.received = Math.min(received, bytes);
      if (bytes > 0) this.#tellAll();
    };
    progress(0);
    try {
      return await download(url, what, progress, signal);
    } finally {
      // What is there still counts until all are.
      if (part.received < part.bytes) this.#parts.delete(what);
      if ([...this.#parts.values()].every((other) => other.received === other.bytes)) this.#parts.clear();
    }
  }

  #tellAll(): void {
    const parts = [...this.#parts.values()];
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    const received = parts.reduce((sum, part) => sum + part.received, 0);
    const names = [...this.#parts.keys()].map((what) => what.charAt(0).toLowerCase() + what.slice(1));
    this.tell(`Loading ${inSentence.format(names)} (${megabytes(bytes)})`, received / bytes);
  }
}

async function download(
  url: string,
  what: string,
  progress: (received: number) => void,
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  const response = await fetch(url, signal ? { signal } : {}).catch(() => {
    signal?.throwIfAborted();
    throw new NetworkLost(`${what} could not be loaded: the network is gone. Try again when it is back.`);
  });
  if (!response.ok || !response.body) {
    throw new NetworkLost(`${what} could not be loaded: the server answered ${response.status}.`);
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  try {
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      received += value.byteLength;
      progress(received);
    }
  } catch {
    signal?.throwIfAborted();
    throw new NetworkLost(`${what} broke off after ${megabytes(received)}. Try again when the network is back.`);
  }
  return new Blob(parts).arrayBuffer();
}
