// The outbox page: what waits, what needs a person, what was received, for whoever is signed in; drafts to go on with or throw away. Other
// people's records on this phone are only counted: they go out by themselves.

import {dropDraft, listDrafts} from '../outbox/drafts.mjs';

export default async function phoneOutbox(element, {db, news, outbox, me, send, ready}, t) {
  const list = (name) => element.querySelector(`[data-list=${name}]`);
  const button = (text, work, look = '') => Object.assign(make('button', text, `button small ${look}`), {type: 'button', onclick: work});

  function card(record, look, state, ...tools) {
    const li = make('li', '', 'card');
    const head = make('header');
    head.append(make('b', record.name || record.title), make('span', state, `tag ${look}`));
    li.append(head, make('p', `${record.title} · ${when(record.saved ?? record.changed ?? record.at)}`, 'soft'));
    if (tools.length) {
      const bar = make('div', '', 'tools');
      bar.append(...tools);
      li.append(bar);
    }
    return li;
  }

  function draft(one) {
    const open = Object.assign(make('a', t('go_on'), 'button small'), {href: `${one.url}#draft=${one.id}`});
    const away = button(t('draft_drop'), async () => {
      if (!confirm(t('draft_drop_sure', {name: one.name || one.title}))) return;
      await dropDraft(db, one.id);
      show();
    }, 'danger');
    return card(one, '', t('draft'), open, away);
  }

  function waits(one) {
    const state = one.state === 'sending' ? t('sending') : t('waiting');
    const item = card(one, 'wait', state, ...(one.reason ? [button(t('export'), () => save(one))] : []));
    if (one.reason) item.querySelector('.soft').after(make('p', reason(one.reason), 'hint'));
    return item;
  }

  function needsAttention(one) {
    const again = button(t('retry'), async () => {
      await outbox.mark(db, one.id, {state: 'ready', reason: null});
      await show();
      send();
    });
    const item = card(one, 'bad', t('attention'), again, button(t('export'), () => save(one)));
    item.querySelector('.soft').after(make('p', reason(one.reason), 'error'));
    return item;
  }

  const received = (one) => {
    const item = card(one, one.state === 'quarantined' ? 'wait' : 'ok', t(one.state === 'quarantined' ? 'kept_aside' : 'was_received'));
    item.append(make('p', t('receipt', {receipt: one.receipt}), 'hint'));
    return item;
  };

  const REASONS = {offline: 'why_offline', later: 'why_later', 'sign-in': 'why_sign_in'};
  const reason = ({kind, what, status}) => {
    if (REASONS[kind]) return t(REASONS[kind]);
    if (what === 'photo') return t('why_photo');
    return what ? t('why_refused', {what}) : t('why_unknown', {status});
  };

  async function save(one) {
    const text = JSON.stringify(await outbox.exported(db, one.id));
    const link = Object.assign(document.createElement('a'), {
      href: URL.createObjectURL(new Blob([text], {type: 'application/json'})), download: `phieu-${one.form}-${one.id.slice(0, 8)}.json`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async function show() {
    const person = me()?.id;
    const mine = (one) => one.person === person;
    const all = await outbox.records(db);
    const found = {
      attention: all.filter((one) => mine(one) && one.state === 'attention').map(needsAttention),
      waiting: all.filter((one) => mine(one) && one.state !== 'attention').map(waits),
      drafts: (await listDrafts(db, person)).map(draft),
      sent: (await outbox.sent(db)).filter(mine).map(received),
    };
    for (const [name, items] of Object.entries(found)) {
      list(name).replaceChildren(...items);
      list(name).closest('section').hidden = items.length === 0;
    }
    const waiting = all.filter((one) => mine(one) && one.state !== 'attention');
    const others = all.length - all.filter(mine).length;
    element.querySelector('[data-part=empty]').hidden = all.some(mine) || found.drafts.length > 0 || found.sent.length > 0;
    element.querySelector('[data-part=send]').hidden = all.length === 0;
    element.querySelector('[data-part=size]').textContent = waiting.length ? size(waiting) : '';
    element.querySelector('[data-part=others]').textContent = others ? t('others', {n: others}) : '';
    element.querySelector('[data-part=used]').textContent = t('used', {size: kilobytes(await outbox.spent(db, new Date().toLocaleDateString('sv')))});
    const safe = await navigator.storage?.persisted?.();
    element.querySelector('[data-part=persisted]').textContent = t(safe ? 'persisted' : 'not_persisted');
  }

  const now = element.querySelector('[data-part=send]');
  now.onclick = async () => {
    now.disabled = true;
    const result = await send();
    now.disabled = false;
    element.querySelector('[data-part=said]').textContent = result.again === 'offline' ? t('why_offline') : '';
    show();
  };
  news.addEventListener('news', show);
  await show();
  ready.then(show);
}

const make = (name, text = '', className = '') => Object.assign(document.createElement(name), {className, textContent: text});

/** "05/06/2018 09:41" */
export function when(iso) {
  const at = new Date(iso);
  return `${at.toLocaleDateString('vi', {day: '2-digit', month: '2-digit', year: 'numeric'})} ${at.toLocaleTimeString('vi', {hour: '2-digit', minute: '2-digit'})}`;
}

/** What these records weigh with their photos. */
export function size(records) {
  return kilobytes(records.reduce((sum, one) => sum + one.xml.byteLength + one.files.reduce((all, file) => all + file.size, 0), 0));
}

function kilobytes(bytes) {
  const large = bytes >= 1024 * 1024;
  return `${(bytes / (large ? 1024 * 1024 : 1024)).toLocaleString('vi', {maximumFractionDigits: large ? 1 : 0})} ${large ? 'MB' : 'kB'}`;
}
