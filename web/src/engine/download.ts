// Downloads that report progress and fail with a sentence.

export class NetworkLost extends Error {
  override readonly name = 'NetworkLost';
}

/** Tells what is being prepared, and how much of it is there: a fraction, or null where that cannot be known. */
export type TellLoading = (text: string, fraction: number | null) => void;

export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

const inSentence = new Intl.ListFormat('en', { type: 'conjunction' });

interface Transfer {
  bytes: Promise<ArrayBuffer>;
  received: number;
  watchers: Set<(received: number) => void>;
  stop: AbortController;
}

/**
 * Downloads that outlive the request that began them: the next one that wants the same file takes it over. What has
 * come is kept until somebody takes it, since the one who waited may have been cancelled and the next not be there yet.
 */
export class Transfers {
  readonly #transfers = new Map<string, Transfer>();

  /** Ends all that nobody wants any more. */
  keepOnly(wanted: ReadonlySet<string>): void {
    for (const [url, transfer] of this.#transfers) {
      if (wanted.has(url)) continue;
      transfer.stop.abort(new DOMException('A newer request came.', 'AbortError'));
      this.#drop(url, transfer);
    }
  }

  /** The signal ends the waiting, and not the download. */
  async get(url: string, what: string, progress: (received: number) => void, signal?: AbortSignal) {
    signal?.throwIfAborted();
    const transfer = this.#transfers.get(url) ?? this.#start(url, what);
    progress(transfer.received);
    transfer.watchers.add(progress);
    try {
      const bytes = await Promise.race([transfer.bytes, aborted(signal)]);
      this.#drop(url, transfer);
      return bytes;
    } finally {
      transfer.watchers.delete(progress);
    }
  }

  #start(url: string, what: string): Transfer {
    const stop = new AbortController();
    const watchers = new Set<(received: number) => void>();
    const progress = (received: number) => {
      transfer.received = received;
      watchers.forEach((watch) => watch(received));
    };
    const bytes = download(url, what, progress, stop.signal);
    const transfer: Transfer = { bytes, received: 0, watchers, stop };
    // Whoever waits is told; that nobody does is no failure.
    bytes.catch(() => this.#drop(url, transfer));
    this.#transfers.set(url, transfer);
    return transfer;
  }

  /** Forgets a transfer, and not a later one of the same file. */
  #drop(url: string, transfer: Transfer): void {
    if (this.#transfers.get(url) === transfer) this.#transfers.delete(url);
  }
}

/** Rejects when the signal aborts. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** Several downloads at once, told as one. */
export class Downloads {
  readonly #parts = new Map<string, { bytes: number; received: number }>();

  constructor(
    private readonly tell: TellLoading,
    private readonly transfers = new Transfers(),
  ) {}

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
      return await this.transfers.get(url, what, progress, signal);
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
