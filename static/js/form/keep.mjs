// Keeps the open draft: every change goes to IndexedDB at most once a second, and the status line says "saved" only when it is. One tab
// at a time has a draft open; another may take it over.

import {database} from '../outbox/db.mjs';
import {forgetMirror, loadDraft, mirror, saveDraft} from '../outbox/drafts.mjs';

const PACE = 1000;
const SOON = 150;
const AGAIN = 5000;
const db = database();
const channel = new BroadcastChannel('phieu');
const $ = (id) => document.getElementById(id);
let stolen = () => {};

/** The draft of the address, or null when this phone has no such draft of this person. Holds its lease from then on. */
export async function reopen(id, person, t) {
  if (!(await lease(id))) {
    openElsewhere(id, t);
    return {elsewhere: true};
  }
  const draft = await loadDraft(db, id).catch(() => undefined);
  if (draft === undefined) return unreadable(t);
  if (!draft || draft.person !== person.id) {
    history.replaceState(null, '', location.pathname);
    return null;
  }
  if (draft.url && draft.url !== location.pathname) {
    location.replace(`${draft.url}#draft=${id}`);
    return {elsewhere: true};
  }
  return draft;
}

function lease(id) {
  return new Promise((resolve) => {
    navigator.locks.request(`draft:${id}`, {ifAvailable: true}, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    }).catch(() => stolen());
  });
}

/** Instead of the form: a sentence and a button. */
function hold(text, label, look) {
  const notice = Object.assign(document.createElement('div'), {className: `notice ${look}`});
  const button = Object.assign(document.createElement('button'), {className: 'button', type: 'button', textContent: label});
  notice.append(Object.assign(document.createElement('p'), {textContent: text}), button);
  $('form').before(notice);
  $('form').inert = true;
  $('form').hidden = true;
  return button;
}

/** Storage does not answer: an empty form would look like a lost one. */
function unreadable(t) {
  hold(t('unreadable'), t('try_again'), 'bad').onclick = () => location.reload();
  return {elsewhere: true};
}

function openElsewhere(id, t) {
  const here = hold(t('elsewhere'), t('open_here'), 'wait');
  here.onclick = async () => {
    channel.postMessage({leave: id});
    await new Promise((resolve) => setTimeout(resolve, 700));
    // A tab that sleeps has not heard us: taking the lock away tells it when it wakes.
    navigator.locks.request(`draft:${id}`, {steal: true}, () => new Promise(() => {}));
    location.reload();
  };
}

/** @param {object} app the open form of main.mjs; gets `app.keeper` */
export async function keep(app) {
  const {form, filling, person, t} = app;
  let stopped = false;
  let dirty = false;
  let timer = 0;
  let running = null;
  let last = -PACE;
  let said = app.draft ? t('saved_before') : '';
  let files = {put: [], drop: []};
  const draft = app.draft ?? {
    id: crypto.randomUUID(), person: person.id, form: document.body.dataset.form, version: document.body.dataset.version,
    lang: document.body.dataset.lang, url: location.pathname, title: document.querySelector('h1').textContent,
    build: buildOf(import.meta.url), seq: 0, created: new Date().toISOString(),
  };
  if (!app.draft) lease(draft.id);
  const setAddress = () => {
    if (draft.seq) history.replaceState(history.state, '', `#draft=${draft.id}`);
  };

  function snapshot() {
    draft.seq += 1;
    Object.assign(draft, {
      xml: filling.xml({final: false}), name: filling.instanceName ?? '', place: {...app.place}, changed: new Date().toISOString(),
    });
    return {...draft};
  }

  function status(className, text) {
    $('state').className = `state ${className}`;
    $('state').textContent = text;
  }

  /** Nothing is waiting to be saved. */
  function calm() {
    if (!dirty && !stopped) status(said ? 'ok' : '', said);
  }

  function changed() {
    form.dispatchEvent(new Event('answered'));
    keepSoon();
  }

  /** Another page is open: a draft that is kept here opens at it again. */
  function moved() {
    if (dirty || draft.seq) keepSoon();
  }

  function keepSoon() {
    dirty = true;
    if (stopped) return;
    timer ||= setTimeout(() => flush().catch(() => {}), Math.max(SOON, last + PACE - performance.now()));
  }

  /** Save now whatever is not saved. Resolves when it is on the disk; rejects when it could not be. */
  function flush() {
    clearTimeout(timer);
    timer = 0;
    running ??= saving().finally(() => { running = null; });
    return running;
  }

  async function saving() {
    while (dirty && !stopped) {
      dirty = false;
      last = performance.now();
      const going = files;
      files = {put: [], drop: []};
      const now = snapshot();
      setAddress();
      mirror(now);
      try {
        draft.order = (await saveDraft(db, now, going)).order;
      } catch (error) {
        dirty = true;
        files = {put: [...going.put, ...files.put], drop: [...going.drop, ...files.drop]};
        status('bad', t(error?.name === 'QuotaExceededError' ? 'full' : 'not_saved'));
        timer ||= setTimeout(() => flush().catch(() => {}), AGAIN);
        throw error;
      }
    }
    if (stopped) return;
    app.dirty = false;
    said = t('saved', {time: new Date().toLocaleTimeString('vi', {hour: '2-digit', minute: '2-digit'})});
    calm();
    if (draft.seq < 3) navigator.storage?.persist?.();
  }

  /** Photos come and go together with the answer that names them. When they cannot be kept they are taken back. */
  async function store(put, drop = []) {
    const mine = {put, drop};
    files.put.push(...put);
    files.drop.push(...drop);
    dirty = true;
    try {
      await flush();
      if (dirty || files.put.length) await flush();
    } catch (error) {
      files.put = files.put.filter((file) => !mine.put.includes(file));
      files.drop = files.drop.filter((name) => !mine.drop.includes(name));
      throw error;
    }
  }

  async function leave() {
    await flush().catch(() => {});
    stopped = true;
    form.inert = true;
    status('bad', t('elsewhere'));
  }

  function close() {
    stopped = true;
    clearTimeout(timer);
    forgetMirror(draft.id);
  }

  stolen = leave;
  channel.addEventListener('message', async ({data}) => {
    if (data?.leave !== draft.id) return;
    await leave();
  });
  const hurry = () => {
    if (dirty) flush().catch(() => {});
  };
  addEventListener('pagehide', hurry);
  document.addEventListener('visibilitychange', hurry);
  addEventListener('popstate', setAddress);

  app.keeper = {draft, db, changed, moved, calm, flush, store, close};
  if (app.dirty) changed();
  else calm();
  await decorate(app);
}

// What some questions have beyond their plain control; in this order, for some build on those before.
const PARTS = [
  ['input[type=file]', './attach.mjs'],
  ['[data-kind=image]', './photo.mjs'],
  ['.signature, .draw, .annotate', './pad.mjs'],
  ['[data-kind=audio]', './recorder.mjs'],
  ['[data-kind=barcode]', './barcode.mjs'],
  ['[data-kind=geopoint]', './place.mjs'],
  ['[data-kind=geotrace], [data-kind=geoshape]', './trace.mjs'],
];

/** A style sheet of what scripts add, unless the page has it already. */
function style(name, media = 'all') {
  const {href} = new URL(`../../css/${name}.css`, import.meta.url);
  if (![...document.styleSheets].some((one) => one.href === href)) {
    document.head.append(Object.assign(document.createElement('link'), {rel: 'stylesheet', href, media}));
  }
}

/** Each part is fetched only where the form has its kind of question, each face where a question names it. */
export async function decorate(app) {
  const has = (selector) => [...document.querySelectorAll('template')].some((one) => one.content.querySelector(selector)) ||
    app.form.querySelector(selector);
  const parts = PARTS.filter(([selector]) => has(selector)).map(([, module]) => import(module));
  const patterns = [...document.querySelectorAll('template')].flatMap((one) => [...one.content.querySelectorAll('[data-face]')]);
  const faces = new Set([...app.form.querySelectorAll('[data-face]'), ...patterns].flatMap((q) => q.dataset.face.split(' ')));
  if (parts.length) style('parts');
  if (faces.size) style('controls');
  parts.push(...[...faces].map((name) => import(`./faces/${name}.mjs`)));
  const all = await Promise.all(parts);
  const each = (root) => all.forEach((part) => part.decorate(root, app));
  each(app.form);
  app.form.addEventListener('grown', ({detail}) => each(detail));
  if (app.wire.nodes.some(({loc}) => loc)) (await import('./whereabouts.mjs')).watchOver(app);
  document.documentElement.dataset.parts = 'ready';
  const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 500));
  idle(async () => {
    style('pages', 'print');
    await Promise.all([import('./review.mjs'), import('../outbox/store.mjs')]);
    (await import('../main.mjs')).begin();
  });
}

const buildOf = (url) => /\/assets\/([^/]+)\//.exec(url)?.[1] ?? '';
