// Log-out with records or drafts still on this phone: asked before (on the form that signs out), and said after (on the sign-in page).

import {listDrafts} from '../outbox/drafts.mjs';

export default async function phoneFarewell(element, {db, outbox, me}, t) {
  const unsent = async () => (await outbox.records(db)).length + (await listDrafts(db, me()?.id)).length;
  if (element.localName !== 'form') {
    const n = await unsent();
    element.textContent = t('kept_here', {n});
    element.hidden = n === 0;
    return;
  }
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    const n = await unsent().catch(() => 0);
    if (n === 0 || confirm(t('sign_out_sure', {n}))) element.submit();
  });
}
