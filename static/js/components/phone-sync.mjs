// The header's answer to "am I safe?": how many of this person's records wait on this phone, or need attention.

export default async function phoneSync(element, {db, news, outbox, me}, t) {
  async function show() {
    const mine = (await outbox.records(db)).filter((record) => record.person === me()?.id);
    const attention = mine.filter((record) => record.state === 'attention').length;
    const sending = mine.some((record) => record.state === 'sending');
    element.hidden = mine.length === 0;
    element.className = `sync tag ${attention ? 'bad' : 'wait'}`;
    element.textContent = attention ? t('n_attention', {n: attention}) : t(sending ? 'sending' : 'n_waiting', {n: mine.length});
  }
  news.addEventListener('news', show);
  await show();
}
