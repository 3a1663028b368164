// The last page: what is still wrong with links to it, everything that was answered, and "finish": the record is frozen, hashed, put into
// the outbox together with the closing of its draft, and read back before anybody is told that it is saved.

import {loadFile} from '../outbox/drafts.mjs';
import {seal} from '../outbox/store.mjs';
import {element, labelOf} from './view.mjs';

const $ = (id) => document.getElementById(id);

export function review(app) {
  const body = $('review-body');
  body.replaceChildren(...openPages(app).map((section) => pageCard(section, app)));
  app.show($('review'));
  problems(app);
}

function openPages({sections, filling}) {
  return sections.filter((one) => !one.dataset.ref || filling.isRelevant(one.dataset.ref));
}

function pageCard(section, app) {
  const card = element('section', 'card');
  const head = element('header');
  const edit = Object.assign(element('button', 'button small', app.t('edit')), {name: 'action', value: `page:${section.dataset.page}`});
  edit.append(element('span', 'hide', ` ${section.querySelector('h2').textContent}`));
  head.append(element('h3', '', section.querySelector('h2').textContent), edit);
  card.append(head);
  app.shown.refresh(section);
  addFacts(card, section, section, app);
  if (!card.querySelector('.facts')) card.append(element('p', 'soft', app.t('nothing')));
  return card;
}

/** The answers of `root` itself in lists, those of each instance of a repeat in a block of their own under its title. */
function addFacts(place, root, section, app) {
  let facts = null;
  for (const one of root.querySelectorAll('.q, .i')) {
    if (one.parentElement.closest('.i, .page') !== root || !isShown(one, section)) continue;
    if (one.matches('.i')) {
      const block = element('div', 'block');
      block.append(element('h4', '', one.querySelector(':scope > legend').textContent.trim()));
      addFacts(block, one, section, app);
      place.append(block);
      facts = null;
    } else {
      facts ??= element('dl', 'facts');
      addFact(facts, one, app);
      if (facts.children.length) place.append(facts);
    }
  }
}

const isShown = (one, section) => {
  const hidden = one.closest('[hidden]');
  return !hidden || hidden === section || !section.contains(hidden);
};

function addFact(facts, q, app) {
  const words = inWords(q, app);
  if (!words) return;
  facts.append(element('dt', '', labelOf(q)));
  const [dd, photo] = [element('dd'), q.querySelector('.photo img')];
  if (photo) {
    dd.className = 'thumbs';
    dd.append(Object.assign(element('img'), {src: photo.src, alt: app.t('image_taken')}));
  }
  else dd.textContent = words;
  facts.append(dd);
}

/** An answer as a person reads it back; "" for none. */
function inWords(q, app) {
  const value = app.filling.value(q.dataset.ref);
  if (!value || q.dataset.kind === 'note') return '';
  if (q.dataset.words) return q.dataset.words;
  const inputs = [...q.querySelectorAll('input:checked')];
  if (inputs.length) return q.dataset.kind === 'acknowledge' ? app.t('agreed') : inputs.map((one) => one.parentElement.textContent.trim()).join('; ');
  const select = q.querySelector('select');
  if (select) return select.selectedOptions[0]?.text ?? value;
  const [latitude, longitude, , accuracy] = value.split(' ');
  if (q.dataset.kind === 'geopoint' && longitude) return `${latitude}, ${longitude}${Number(accuracy) ? ` (± ${Math.round(accuracy)} m)` : ''}`;
  const day = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(value);
  if (day && q.dataset.kind.startsWith('date')) return `${day[3]}/${day[2]}/${day[1]}${day[4] ? ` ${day[4]}` : ''}`;
  if (q.dataset.kind === 'integer' && /^-?\d{5,}$/.test(value)) return Number(value).toLocaleString('vi');
  return q.querySelector('input, textarea')?.value || value;
}

/** Fill the summary of what is wrong; returns whether there is anything. */
export function problems(app) {
  const found = app.filling.problems();
  const summary = $('summary');
  summary.hidden = found.length === 0;
  if (!found.length) return false;
  const list = element('ul');
  for (const problem of found) {
    const q = app.shown.question(problem.ref);
    const [instance, label] = [q?.closest('.i')?.querySelector(':scope > legend').textContent.trim(), q ? labelOf(q) : ''];
    const message = problem.code === 'required' && label ? '' : problem.message || app.t(problem.code);
    const link = Object.assign(element('a', '', [instance, [label, message].filter(Boolean).join(': ')].filter(Boolean).join(' · ')), {href: `#q/${encodeURI(problem.ref)}`});
    list.append(element('li'));
    list.lastElementChild.append(q ? link : message);
  }
  summary.replaceChildren(element('h2', '', app.t('wrong', {n: found.length})), element('p', '', app.t('wrong_more')), list);
  return true;
}

export async function finish(app) {
  const send = $('send');
  if (send.disabled) return;
  send.disabled = true;
  try {
    if (app.wire.later) $('state').textContent = app.t('lists');
    await app.complete;
    if (filesOf(app.form).length) await (await import('./attach.mjs')).settled(app.form);
    if (problems(app)) {
      $('summary').focus();
      scrollTo(0, 0);
      return;
    }
    await app.keeper.flush();
    const record = await frozen(app);
    const kept = await seal(app.keeper.db, app.keeper.draft.id, record);
    app.keeper.close();
    await done(app, kept);
  } catch (error) {
    const state = $('state');
    state.className = 'state bad';
    state.textContent = app.t(error?.name === 'QuotaExceededError' ? 'full' : 'not_sealed');
  } finally {
    send.disabled = false;
  }
}

const filesOf = (form) => [...form.querySelectorAll('.q input[type=file]')].map((input) => input.closest('.q'));

async function frozen({filling, keeper: {draft, db}, person, form}) {
  const xml = new TextEncoder().encode(filling.xml({final: true}));
  const files = [];
  for (const q of filesOf(form)) {
    const name = filling.value(q.dataset.ref);
    if (!name || !filling.isRelevant(q.dataset.ref)) continue;
    const {blob} = await loadFile(db, draft.id, name);
    files.push({name, sha256: await sha256(await blob.arrayBuffer()), size: blob.size, type: blob.type});
  }
  return {
    person: person.id, form: draft.form, version: draft.version, title: draft.title, url: draft.url,
    name: filling.instanceName || draft.title, instance: filling.instanceId,
    xml, sha256: await sha256(xml), files, saved: new Date().toISOString(),
  };
}

async function sha256(bytes) {
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The record lies in the outbox now; the same place tells when the server has it. */
async function done(app, record) {
  const notice = element('div', 'notice ok');
  notice.setAttribute('role', 'status');
  notice.append(element('b', '', app.t('sealed')), element('p', '', record.name), element('p', 'soft', app.t('sealed_more')));
  const tools = element('div', 'tools');
  const link = (text, href, look) => Object.assign(element('a', `button ${look}`, text), {href});
  tools.append(link(app.t('home'), '/', 'go'), link(app.t('another'), location.pathname, ''));
  $('p-review').textContent = app.t('sealed_title');
  $('review-body').replaceChildren(notice, tools);
  $('summary').hidden = true;
  app.form.querySelectorAll('.bar, .progress, nav.side').forEach((one) => { one.hidden = true; });
  document.documentElement.dataset.sealed = record.id;
  history.replaceState(null, '', location.pathname);
  $('p-review').focus();
  const {phone} = await import('../outbox/phone.mjs');
  const {news, send} = phone();
  news.addEventListener('news', ({detail}) => {
    if (detail.record !== record.id) return;
    const words = notice.querySelector('b');
    if (detail.state === 'sending') words.textContent = app.t('sending');
    else if (detail.state === 'sent') {
      words.textContent = app.t('received', {receipt: detail.receipt});
      notice.querySelector('.soft').hidden = true;
    } else words.textContent = app.t(detail.state === 'attention' ? 'attention' : 'sealed');
    notice.className = `notice ${detail.state === 'sent' || detail.state === 'ready' ? 'ok' : detail.state === 'attention' ? 'bad' : 'wait'}`;
  });
  send();
}
