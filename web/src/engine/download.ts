// Downloads that tell how far they are and fail in words.

export class NetworkLost extends Error {
  override readonly name = 'NetworkLost';
}

/** `bytes` is the expected size: hosts that compress do not tell it. */
export async function download(
  url: string,
  what: string,
  bytes: number,
  progress: (fraction: number) => void,
): Promise<ArrayBuffer> {
  const response = await fetch(url).catch(() => {
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
      progress(bytes > 0 ? Math.min(1, received / bytes) : 0);
    }
  } catch {
    throw new NetworkLost(`${what} broke off after ${received} bytes. Try again when the network is back.`);
  }
  return new Blob(parts).arrayBuffer();
}
