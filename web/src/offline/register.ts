// Starts the service worker and tells when a newer version of the page waits.

/** `offer` gets what makes the newer version take over; the page then loads again. */
export async function keepOffline(offer: (takeOver: () => void) => void): Promise<void> {
  // Not there without HTTPS, and of no use while developing.
  if (!navigator.serviceWorker || import.meta.env.DEV) return;
  const workers = navigator.serviceWorker;
  const offerOnce = (fresh: ServiceWorker) => {
    offer(() => {
      workers.addEventListener('controllerchange', () => location.reload(), { once: true });
      fresh.postMessage('take-over');
    });
  };
  try {
    const registration = await workers.register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' });
    // Without a controller it is the first visit, and nothing older is running.
    if (registration.waiting && workers.controller) offerOnce(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const fresh = registration.installing;
      fresh?.addEventListener('statechange', () => {
        if (fresh.state === 'installed' && workers.controller) offerOnce(fresh);
      });
    });
  } catch {
    // Some browsers forbid it, as in private windows; the page works without.
  }
}
