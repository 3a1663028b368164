// "Trên máy này" on the home page: this person's drafts one by one, and one row each for what waits, needs attention and was sent.

import {listDrafts} from '../outbox/drafts.mjs';
import {size, when} from './phone-outbox.mjs';

export default async function phoneRows(element, {db, news, outbox, me, ready}, t) {
  const row = (href, title, small, tag, look) => {
    const li = document.createElement('li');
    const link = Object.assign(document.createElement('a'), {href});
    link.append(make('b', title), make('small', small), make('span', tag, `tag ${look}`));
    li.append(link);
    return li;
  };

  async function show() {
    const person = me()?.id;
    const drafts = await listDrafts(db, person);
    const mine = (await outbox.records(db)).filter((record) => record.person === person);
    const attention = mine.filter((record) => record.state === 'attention');
    const waiting = mine.filter((record) => record.state !== 'attention');
    const sent = (await outbox.sent(db)).filter((record) => record.person === person);
    const lists = [
      drafts.map((one) => row(`${one.url}#draft=${one.id}`, one.name || one.title, `${one.title} · ${when(one.changed)}`, t('draft'), '')),
      [
        ...(attention.length ? [row('/outbox', t('attention'), t('attention_more'), String(attention.length), 'bad')] : []),
        ...(waiting.length ? [row('/outbox', t('waiting'), size(waiting), String(waiting.length), 'wait')] : []),
        ...(sent.length ? [row('/outbox', t('sent_here'), t('received_last', {at: when(sent[0].at)}), String(sent.length), 'ok')] : []),
      ],
    ];
    [...element.querySelectorAll('ul')].forEach((list, index) => {
      list.replaceChildren(...lists[index]);
      list.hidden = lists[index].length === 0;
    });
    element.hidden = lists.flat().length === 0;
  }

  news.addEventListener('news', show);
  await show();
  // Who is here may only be known once the server has answered.
  ready.then(show);
}

const make = (name, text, className = '') => Object.assign(document.createElement(name), {className, textContent: text});
