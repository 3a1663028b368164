// Takes the place of worker.js when the server is told to take the worker off the phones. Pages and assets that were kept go; what
// people saved lies in IndexedDB and is not touched.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) {
    if (name.startsWith('phieu-')) await caches.delete(name);
  }
  await self.registration.unregister();
}
