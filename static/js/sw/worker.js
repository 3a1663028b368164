// The service worker: keeps pages and assets for days without a network. It answers GET of pages and assets and nothing else: what
// people send never passes through here. It never takes over while somebody has a form open; the page asks first.
// A page tells it what to keep ("keep"), so the worker itself knows neither forms nor people. BUILD is put in front by /sw.js.

const NOW = 'phieu-now';
const PATIENCE = 2500;
const LISTS = /^\/f\/[^/]+\/[^/]+\/[^/]+\/lists$/;
const prefixOf = {assets: (build) => `phieu-assets-${build}`, pages: (build, person) => `phieu-pages-${build}-${person}`};

self.addEventListener('install', () => {});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const {data} = event;
  const say = (answer) => event.ports[0]?.postMessage(answer);
  if (data?.type === 'keep') {
    event.waitUntil(keep(data).then((kept) => say({kept}), (error) => say({error: String(error)})));
  }
  if (data?.type === 'take-over') event.waitUntil(self.skipWaiting());
  if (data?.type === 'build') say({build: BUILD});
});

/**
 * Keep these pages and assets. Everything is fetched before anything is replaced, and the note of what is current is changed last:
 * a phone has the old set whole or the new one, never half of each.
 */
async function keep({signature, build, person, pages, drafts, assets, builds}) {
  const before = await current();
  if (before?.signature === signature) return false;
  const assetCache = await caches.open(prefixOf.assets(build));
  const had = new Set((await assetCache.keys()).map((request) => new URL(request.url).pathname));
  await assetCache.addAll(assets.filter((url) => !had.has(url)));
  const fetched = [];
  for (const url of [...pages, ...drafts]) fetched.push([url, await fresh(url)]);
  const name = prefixOf.pages(build, person);
  const pageCache = await caches.open(name);
  for (const [url, answer] of fetched) {
    if (answer) await pageCache.put(url, answer);
  }
  const note = {signature, build, person};
  await (await caches.open(NOW)).put('/now', new Response(JSON.stringify(note)));
  await forget(new Set([NOW, name, prefixOf.assets(build), ...builds.flatMap((one) => [prefixOf.assets(one), prefixOf.pages(one, person)])]));
  return true;
}

// A redirect is the sign-in page, which must never be kept in the place of a form. A page that is gone is left out; no network ends it all.
async function fresh(url) {
  const answer = await fetch(url, {cache: 'no-cache', credentials: 'same-origin'});
  return answer.ok && !answer.redirected ? answer : null;
}

async function forget(kept) {
  for (const name of await caches.keys()) {
    if (name.startsWith('phieu-') && !kept.has(name)) await caches.delete(name);
  }
}

async function current() {
  const note = await caches.match('/now', {cacheName: NOW});
  return note ? note.json() : null;
}

self.addEventListener('fetch', (event) => {
  const {request} = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate') event.respondWith(page(request, url.pathname));
  else if (LISTS.test(url.pathname)) event.respondWith(lists(request, url.pathname));
});

async function asset(request) {
  return (await caches.match(request, {ignoreVary: true})) ?? fetch(request);
}

/** Network first, for a short while; then what is kept; then the page that says what can be done without a network. */
async function page(request, path) {
  const kept = await keptPage(path);
  const network = fetch(request);
  if (!kept) return network.catch(offline);
  const answer = network.then((found) => (found.status < 500 ? found : kept.clone()), () => kept.clone());
  return Promise.race([answer, pause(PATIENCE).then(() => kept.clone())]);
}

/** The heavy lists of a form's version never change, so what is kept is right. */
async function lists(request, path) {
  const note = await current();
  return (note && (await lookUp(path, note))) ?? fetch(request);
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function keptPage(path) {
  const note = await current();
  if (!note) return null;
  const exact = await lookUp(path, note);
  if (exact) return exact;
  // /f/<form> has no version yet: the newest that is kept.
  if (!/^\/f\/[^/]+\/?$/.test(path)) return null;
  const pages = await (await caches.open(prefixOf.pages(note.build, note.person))).keys();
  const found = pages.map((one) => new URL(one.url).pathname).filter((one) => one.startsWith(path.replace(/\/?$/, '/')) && !LISTS.test(one)).sort().at(-1);
  return found ? Response.redirect(found, 302) : null;
}

// Pages of an earlier build serve drafts that were begun with it; another person's are never looked at.
async function lookUp(path, {build, person}) {
  const names = (await caches.keys()).filter((name) => name.startsWith('phieu-pages-') && name.endsWith(`-${person}`));
  const first = prefixOf.pages(build, person);
  for (const name of [first, ...names.filter((one) => one !== first)]) {
    const found = await caches.match(path, {cacheName: name, ignoreVary: true});
    if (found) return found;
  }
  return null;
}

async function offline() {
  const note = await current();
  return (note && (await lookUp('/offline', note))) ?? Response.error();
}
