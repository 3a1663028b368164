// Questions that take a file: it is stored first and as it came, before anything can go wrong with it; only then may something be done with it
// (photo.mjs makes photos smaller). A file of another kind is refused at its question and nothing else changes.

import {loadFile} from '../outbox/drafts.mjs';
import {button, lockable} from './button.mjs';
import {HEAD, fileName, pictureType, recordingType, suits} from './kinds.mjs';
import {element} from './view.mjs';

const MB = 1024 * 1024;
const MOST = 20;
const RESERVE = 5 * MB;
const busy = new Set();

/** By kind: what happens to a file after it was stored, async (q, name, file, app). */
export const refine = {};

export const input = (q) => q.querySelector('input[type=file]');
// Its own, not those of a pad or a recorder that stands inside.
export const toolsOf = (q) => q.querySelector(':scope > .tools');
export const takers = (root) => [...root.querySelectorAll('.q input[type=file]')].map((one) => one.closest('.q'));

/** Resolves when every file is stored and refined; what is being recorded or drawn comes to its end first. */
export async function settled(form) {
  form.dispatchEvent(new Event('settle'));
  while (busy.size) await Promise.allSettled([...busy]);
}

export function during(work) {
  busy.add(work);
  work.finally(() => busy.delete(work)).catch(() => {});
  return work;
}

export function decorate(root, app) {
  for (const q of takers(root)) {
    const field = input(q);
    const tools = element('div', 'tools');
    tools.append(button('', 'button choose', () => field.click()));
    field.before(tools);
    Object.assign(field, {hidden: true, tabIndex: -1});
    field.addEventListener('change', () => {
      if (field.files[0]) during(take(q, app));
    });
    // A phone with little memory may kill this page while the camera is open: what was typed must be stored before.
    field.addEventListener('click', () => app.keeper.flush().catch(() => {}));
    lockable(q, app);
    q.addEventListener('written', () => show(q, app));
    show(q, app);
    if (field.files[0]) during(take(q, app));
  }
}

async function take(q, app) {
  const field = input(q);
  const [file] = field.files;
  const {kind} = q.dataset;
  const most = Number(field.dataset.most ?? MOST);
  const type = await typeOf(file, kind);
  const refusal = await whyNot(file, kind, type, most);
  if (refusal) {
    field.value = '';
    app.shown.say(q, app.t(refusal, {name: file.name, size: megabytes(file.size), most}));
    return;
  }
  const name = await replace(q, app, file, type, file.name);
  field.value = '';
  if (name) await refine[kind]?.(q, name, file, app).catch(() => {});
}

async function typeOf(file, kind) {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  return kind === 'image' ? pictureType(bytes) : kind === 'file' ? '' : recordingType(bytes);
}

/** The text that says why this file cannot be the answer, or "". */
async function whyNot(file, kind, type, most) {
  if (file.size > most * MB) return 'file_large';
  if (file.size === 0) return 'file_empty';
  if (!suits(kind, type)) return `${kind}_none`;
  return (await isRoom(file)) ? '' : 'file_full';
}

/** Text must still find room when files do not: they are refused while some is left. */
async function isRoom(file) {
  const {quota = Infinity, usage = 0} = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return quota - usage > 2 * file.size + RESERVE;
}

/** Put a file into the place of the one there, together with the answer that names it. Resolves with its name; null when it could not be kept. */
export async function replace(q, app, blob, type, given = '') {
  const {ref, kind} = q.dataset;
  const before = app.filling.value(ref);
  const name = fileName(kind, ref.split('/').at(-1), given, type, crypto.randomUUID().slice(0, 8));
  app.shown.apply(app.filling.set(ref, name), app.form, q);
  try {
    await app.keeper.store([{name, blob}], before ? [before] : []);
  } catch (error) {
    app.shown.apply(app.filling.set(ref, before), app.form, q);
    app.shown.say(q, app.t(error?.name === 'QuotaExceededError' ? 'file_full' : 'file_failed'));
    return null;
  }
  app.shown.say(q, '');
  await show(q, app);
  return name;
}

async function drop(q, app) {
  const before = app.filling.value(q.dataset.ref);
  app.shown.apply(app.filling.set(q.dataset.ref, ''), app.form, q);
  await app.keeper.store([], before ? [before] : []);
  await show(q, app);
}

/** What was taken, with its size and a way to take it away; kept in step with the answer. */
export async function show(q, app) {
  const {ref, kind} = q.dataset;
  const name = app.filling.value(ref);
  if (q.dataset.shown === name) return;
  q.dataset.shown = name;
  q.querySelector('.choose').textContent = app.t(name ? `${kind}_other` : `${kind}_choose`);
  const old = q.querySelector('.photo');
  if (old) {
    URL.revokeObjectURL(old.dataset.url);
    old.remove();
  }
  const stored = name && (await loadFile(app.keeper.db, app.keeper.draft.id, name).catch(() => null));
  if (q.dataset.shown !== name) return;
  if (name && !stored) app.shown.say(q, app.t('file_lost'));
  if (stored) toolsOf(q).before(box(q, name, stored.blob, app));
  q.dispatchEvent(new Event('filed'));
}

function box(q, name, blob, app) {
  const {kind} = q.dataset;
  const whole = element('div', 'photo');
  const url = URL.createObjectURL(blob);
  whole.dataset.url = url;
  const what = q.classList.contains('signature') ? 'signature' : kind;
  const away = button(app.t(`${what}_drop`), 'button small', () => {
    if (confirm(app.t(`${what}_drop_sure`))) during(drop(q, app));
  });
  whole.append(picture(kind, url, name, app), element('span', 'soft', sizeOf(blob.size)), away);
  return whole;
}

function picture(kind, url, name, app) {
  if (kind === 'image') return Object.assign(element('img'), {src: url, alt: app.t('image_taken')});
  if (kind === 'file') return Object.assign(element('a', '', name), {href: url, download: name});
  const player = Object.assign(element(kind, 'player'), {src: url, controls: true, preload: 'metadata'});
  player.setAttribute('aria-label', name);
  return player;
}

const megabytes = (size) => (size / MB).toLocaleString('vi', {maximumFractionDigits: 1});
const sizeOf = (size) => (size < MB ? `${Math.max(1, Math.round(size / 1024)).toLocaleString('vi')} kB` : `${megabytes(size)} MB`);
