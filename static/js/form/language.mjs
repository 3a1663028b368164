// Another language of the same form: the draft moves to the page in that language and is opened there again. Only when that page can be
// had: offline it may not be on this phone.

export async function change(app, tag) {
  const url = location.pathname.replace(/[^/]*$/, tag);
  if (url === location.pathname) return;
  const state = document.getElementById('state');
  const there = await fetch(url, {credentials: 'same-origin'}).catch(() => null);
  if (!there?.ok || there.redirected) {
    Object.assign(state, {className: 'state bad', textContent: app.t('no_language')});
    return;
  }
  const {draft} = app.keeper;
  if (app.dirty || draft.seq) {
    Object.assign(draft, {url, lang: tag});
    app.keeper.changed();
    await app.keeper.flush();
  }
  location.assign(draft.seq ? `${url}#draft=${draft.id}` : url);
}
