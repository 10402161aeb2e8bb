// The engine's worker: loads the core, then passes messages between page and engine.

import { load, CoreError } from '../../core/farsight.mjs';
import { Engine, type Post } from './engine';
import type { PageMessage } from './protocol';

const post: Post = (event, transfer = []) => self.postMessage(event, { transfer });
const early: PageMessage[] = [];
let engine: Engine | undefined;

self.onmessage = ({ data }: MessageEvent<PageMessage>) => {
  if (data.kind === 'start') void start(data);
  else if (engine) engine.receive(data);
  else early.push(data);
};

async function start(message: Extract<PageMessage, { kind: 'start' }>): Promise<void> {
  try {
    const { catalogue, base, device } = message;
    const { simd } = await load((wanted) => fetch(new URL(wanted ? catalogue.core.simd : catalogue.core.scalar, base)));
    engine = new Engine(catalogue, base, device, simd, post);
    early.splice(0).forEach((waiting) => engine?.receive(waiting));
  } catch (error) {
    const text = error instanceof CoreError ? error.message : 'The core could not be loaded; reload the page.';
    post({ kind: 'error', about: 'engine', text });
    post({ kind: 'status', state: 'error', text: 'The core is missing', fraction: null });
  }
}
