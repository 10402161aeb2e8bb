// The service worker: the page works without a network after the first visit.

import { SiteShelf, type SiteFiles } from './shelf';

/** The part of ServiceWorkerGlobalScope used here: TypeScript has it only where there is no page. */
interface Scope {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', on: (event: Extendable) => void): void;
  addEventListener(kind: 'fetch', on: (event: FetchEvent) => void): void;
  addEventListener(kind: 'message', on: (event: MessageEvent) => void): void;
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** The build writes the list of files here (plugins/offline.ts). */
declare const __SITE_FILES__: SiteFiles;

const scope = self as unknown as Scope;
const shelf = new SiteShelf(__SITE_FILES__, scope.registration.scope, caches, (...asked) => fetch(...asked));

scope.addEventListener('install', (event) => event.waitUntil(shelf.fill()));
scope.addEventListener('activate', (event) => event.waitUntil(shelf.drop().then(() => scope.clients.claim())));
scope.addEventListener('fetch', (event) => {
  const answer = shelf.answer(event.request);
  if (answer) event.respondWith(answer);
});
// A new version waits until the person says so: two versions at once would not fit each other.
scope.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void scope.skipWaiting();
});
