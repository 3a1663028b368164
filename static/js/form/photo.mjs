// Photos: the file is stored first and as it came, before anything can go wrong with it; then a worker makes it smaller, one at a
// time, and the smaller one takes its place. A file that is no photo is refused at its question and nothing else changes.

import {loadFile} from '../outbox/drafts.mjs';
import {element} from './view.mjs';

export const LARGEST = 20 * 1024 * 1024;
const SIDE = 1600;
const RESERVE = 5 * 1024 * 1024;
const ENOUGH = 400 * 1024;
const PATIENCE = 30_000;
const busy = new Set();
let queue = Promise.resolve();
let worker = null;

/** Resolves when no photo is being stored or made smaller. */
export async function settled() {
  while (busy.size) await Promise.allSettled([...busy]);
}

export function decorate(root, app) {
  for (const q of root.querySelectorAll('.q[data-kind=image]')) {
    if (q.classList.contains('signature')) continue;
    const input = q.querySelector('input[type=file]');
    const choose = Object.assign(element('button', 'button choose'), {type: 'button', onclick: () => input.click()});
    input.before(choose);
    Object.assign(input, {hidden: true, tabIndex: -1});
    input.addEventListener('change', () => {
      if (input.files[0]) during(take(q, input, app));
    });
    // A phone with little memory may kill this page while the camera is open: what was typed must be stored before.
    input.addEventListener('click', () => app.keeper.flush().catch(() => {}));
    q.addEventListener('written', () => show(q, app));
    show(q, app);
    if (input.files[0]) during(take(q, input, app));
  }
}

function during(work) {
  busy.add(work);
  work.finally(() => busy.delete(work)).catch(() => {});
}

async function take(q, input, app) {
  const [file] = input.files;
  const kind = await kindOf(file);
  const refusal = file.size > LARGEST ? 'photo_large' : !kind ? 'photo_none' : (await isRoom(file)) ? '' : 'photo_full';
  if (refusal) {
    input.value = '';
    app.shown.say(q, app.t(refusal, {name: file.name, size: megabytes(file.size)}));
    return;
  }
  app.shown.say(q, '');
  const name = await replace(q, app, file, kind).catch((error) => {
    app.shown.say(q, app.t(error?.name === 'QuotaExceededError' ? 'photo_full' : 'photo_failed'));
    return null;
  });
  if (!name) return;
  input.value = '';
  queue = queue.then(() => shrink(q, name, file, app)).catch(() => {});
  await queue;
}

/** Text must still find room when photos do not: they are refused while some is left. */
async function isRoom(file) {
  const {quota = Infinity, usage = 0} = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return quota - usage > 2 * file.size + RESERVE;
}

/** Put a photo into the place of the one there, together with the answer that names it. Resolves with its name. */
export async function replace(q, app, blob, kind) {
  const {ref} = q.dataset;
  const before = app.filling.value(ref);
  const name = `${ref.split('/').at(-1)}-${crypto.randomUUID().slice(0, 8)}.${kind}`;
  app.shown.apply(app.filling.set(ref, name), app.form, q);
  try {
    await app.keeper.store([{name, blob}], before ? [before] : []);
  } catch (error) {
    app.shown.apply(app.filling.set(ref, before), app.form, q);
    throw error;
  }
  await show(q, app);
  return name;
}

export async function drop(q, app) {
  const before = app.filling.value(q.dataset.ref);
  app.shown.apply(app.filling.set(q.dataset.ref, ''), app.form, q);
  await app.keeper.store([], before ? [before] : []);
  await show(q, app);
}

/** The small picture with its size and a way to take it away; kept in step with the answer. */
export async function show(q, app) {
  const name = app.filling.value(q.dataset.ref);
  if (q.dataset.photo === name) return;
  q.dataset.photo = name;
  const choose = q.querySelector('.choose');
  if (choose) choose.textContent = app.t(name ? 'photo_other' : 'photo_choose');
  const old = q.querySelector('.photo');
  if (old) {
    URL.revokeObjectURL(old.querySelector('img').src);
    old.remove();
  }
  if (!name) return;
  const stored = await loadFile(app.keeper.db, app.keeper.draft.id, name).catch(() => null);
  if (q.dataset.photo !== name) return;
  if (!stored) {
    app.shown.say(q, app.t('photo_lost'));
    return;
  }
  const box = element('div', 'photo');
  const picture = Object.assign(element('img'), {src: URL.createObjectURL(stored.blob), alt: app.t('photo_taken')});
  const away = Object.assign(element('button', 'button small', app.t('photo_drop')), {type: 'button'});
  away.onclick = () => {
    if (confirm(app.t('photo_drop_sure'))) during(drop(q, app));
  };
  box.append(picture, element('span', 'soft', kilobytes(stored.blob.size)), away);
  (choose ?? q.querySelector('.error')).before(box);
}

async function shrink(q, name, file, app) {
  const side = Number(q.querySelector('input[type=file]').dataset.maxPixels) || SIDE;
  const small = await smaller(file, side);
  // Nothing gained, or the person chose another photo meanwhile.
  if (!small || small.size >= file.size || app.filling.value(q.dataset.ref) !== name) return;
  await replace(q, app, small, 'jpg');
}

function smaller(file, side) {
  if (!globalThis.OffscreenCanvas) return null;
  worker ??= new Worker(new URL('./shrink.mjs', import.meta.url), {type: 'module'});
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => {
      worker.terminate();
      worker = null;
      resolve(null);
    }, PATIENCE);
    const done = (small) => {
      clearTimeout(giveUp);
      resolve(small);
    };
    worker.onmessage = ({data}) => done(data);
    worker.onerror = () => done(null);
    worker.postMessage({file, side, enough: ENOUGH});
  });
}

/** The ending that fits the first bytes, or "" when they are no photo's. */
export async function kindOf(file) {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const text = String.fromCharCode(...bytes);
  if (text.startsWith('\xff\xd8\xff')) return 'jpg';
  if (text.startsWith('\x89PNG')) return 'png';
  if (text.startsWith('GIF8')) return 'gif';
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'webp';
  return '';
}

const kilobytes = (size) => `${Math.max(1, Math.round(size / 1024)).toLocaleString('vi')} kB`;
const megabytes = (size) => (size / 1024 / 1024).toLocaleString('vi', {maximumFractionDigits: 1});
