// In place of keep.mjs on a page that an author tries out: nothing is kept or sent. Every change is told to the page around this one,
// which shows what the expressions give.

import {NAME, database} from '../outbox/db.mjs';
import {decorate} from './keep.mjs';
import {problems} from './review.mjs';

const PACE = 300;
const $ = (id) => document.getElementById(id);

/** @param {object} app the open form of main.mjs; gets `app.keeper` */
export async function keep(app) {
  const {filling, form, t} = app;
  let timer = 0;

  function tell() {
    timer = 0;
    if (parent !== window) parent.postMessage({trial: filling.xml({final: false})}, location.origin);
  }

  function calm() {
    $('state').className = 'state';
    $('state').textContent = t('trial');
  }

  function changed() {
    form.dispatchEvent(new Event('answered'));
    app.dirty = false;
    calm();
    timer ||= setTimeout(tell, PACE);
  }

  // Photos lie in a store of their own, which every trial finds empty.
  const name = `${NAME}-trial`;
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
  const db = database(indexedDB, () => {}, name);
  const draft = {id: 'trial'};
  const store = (put, drop = []) => db.write(['files'], async ({put: add, drop: remove}) => {
    for (const file of put) await add('files', {record: draft.id, ...file});
    for (const one of drop) await remove('files', [draft.id, one]);
  });
  app.keeper = {draft, db, changed, moved: () => {}, calm, flush: async () => {}, store, close: () => {}};

  form.addEventListener('submit', (event) => {
    if (event.submitter?.id !== 'send') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const wrong = problems(app);
    if (wrong) $('summary').focus();
    else {
      $('state').className = 'state ok';
      $('state').textContent = t('trial_done');
    }
  }, true);
  calm();
  tell();
  await decorate(app);
}
