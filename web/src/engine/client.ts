// Starts the engine's worker and connects the page to it.

import type { Catalogue, EngineEvent, PageMessage } from './protocol';

export type Send = (message: PageMessage, transfer?: Transferable[]) => void;

export interface Connection {
  send: Send;
  /** Ends the worker and all it holds. */
  end(): void;
}

export function connect(receive: (event: EngineEvent) => void, catalogue: Catalogue, isSecond = false): Connection {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<EngineEvent>) => receive(data);
  worker.onerror = (event) => {
    event.preventDefault();
    receive({ kind: 'error', about: 'engine', text: `The engine stopped: ${event.message || 'reload the page'}.` });
    receive({ kind: 'status', state: 'error', text: 'The engine stopped', fraction: null });
  };
  const send: Send = (message, transfer = []) => worker.postMessage(message, transfer);
  const phone = matchMedia('(pointer: coarse) and (max-width: 860px)').matches;
  send({ kind: 'start', catalogue, base: document.baseURI, device: { phone, shared: isSecond } });
  return { send, end: () => worker.terminate() };
}
