// This phone at work, on every page once it is idle: who is signed in, the sender with its occasions, and the service worker.
// Wires the storeys below to the real world; the pages listen to its news.

import {database} from './db.mjs';
import {listDrafts, loadFile} from './drafts.mjs';
import {credentials, ensureToken, me, whoAmI} from './people.mjs';
import * as outbox from './store.mjs';
import {persistently, sender} from './sync.mjs';

let one = null;

/** The phone of this page; begins its work at the first call. */
export function phone() {
  one ??= begin();
  return one;
}

function begin() {
  const db = database();
  const news = new EventTarget();
  const channel = new BroadcastChannel('phieu');
  const tell = (detail) => {
    news.dispatchEvent(new CustomEvent('news', {detail}));
    channel.postMessage(detail);
  };
  const today = () => new Date().toLocaleDateString('sv');
  const line = persistently(sender({
    store: {
      ready: () => outbox.ready(db),
      recover: () => outbox.recover(db),
      mark: (id, changes) => outbox.mark(db, id, changes),
      received: (id, answer, at) => outbox.received(db, id, answer, at),
      spend: (bytes) => outbox.spend(db, bytes, today()),
    },
    photo: async (record, name) => (await loadFile(db, record.id, name)).blob,
    credentials: (person) => credentials(db, person),
    fetch: (...request) => globalThis.fetch(...request),
    now: () => new Date(),
    locks: navigator.locks,
    tell,
  }));

  let renewed = false;
  channel.onmessage = ({data}) => news.dispatchEvent(new CustomEvent('news', {detail: data}));
  news.addEventListener('news', async ({detail}) => {
    // The token was refused: if this very person is signed in, a new one is all that is needed.
    if (detail.reason?.kind !== 'sign-in' || renewed) return;
    renewed = true;
    const here = await whoAmI().catch(() => null);
    if (here && await ensureToken(db, here.person, true).catch(() => false)) line.now();
  });
  addEventListener('online', line.now);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') line.now();
  });

  const ready = settle(db).finally(line.now);
  return {db, news, send: line.now, ready, outbox, me};
}

async function settle(db) {
  const told = await whoAmI().catch(() => undefined);
  if (!told) return {signedOut: told === null};
  await ensureToken(db, told.person).catch(() => false);
  if (navigator.serviceWorker) await settleWorker(db, told).catch(() => {});
  return told;
}

async function settleWorker(db, told) {
  if (!told.worker) {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.update().catch(() => {});
    return;
  }
  await navigator.serviceWorker.register('/sw.js', {scope: '/', updateViaCache: 'none'});
  const {active} = await navigator.serviceWorker.ready;
  await keepOffline(active, db, told);
  document.documentElement.dataset.offline = 'ready';
  await letTakeOver();
}

/** Let the worker keep the shell, the person's forms, and the pages that open drafts were begun with. */
async function keepOffline(worker, db, {build, person, forms, pages, assets}) {
  const open = await listDrafts(db, person.id);
  const whole = (url) => [url, `${url}/lists`];
  const urls = forms.flatMap((form) => whole(form.url));
  const drafts = [...new Set(open.flatMap((draft) => whole(draft.url)))].filter((url) => !urls.includes(url));
  const builds = [...new Set(open.map((draft) => draft.build).filter(Boolean))];
  const today = new Date().toLocaleDateString('sv');
  const signature = JSON.stringify([build, person.id, urls, drafts, today]);
  const {port1, port2} = new MessageChannel();
  await new Promise((resolve, reject) => {
    port1.onmessage = ({data}) => (data.error ? reject(new Error(data.error)) : resolve(data));
    worker.postMessage({type: 'keep', signature, build, person: person.id, pages: [...pages, ...urls], drafts, assets, builds}, [port2]);
  });
}

/** A new worker waits behind the old one. It takes over only while nobody on this phone has a form open, in whatever tab. */
async function letTakeOver() {
  const registration = await navigator.serviceWorker.getRegistration();
  const {held} = await navigator.locks.query();
  if (held.some((lock) => lock.name.startsWith('draft:'))) return;
  registration?.waiting?.postMessage({type: 'take-over'});
}
