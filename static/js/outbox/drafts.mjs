// Drafts and their photos on this phone, and a mirror of the open draft's text in localStorage for the day IndexedDB fails.
// A draft: {id, person, form, version, lang, url, title, name, xml, page, at, order, seq, created, changed}. `order` and `seq` only
// count up, so a clock that is turned back changes nothing.

const MIRROR = 'phieu.draft.';

/**
 * Save a draft together with what changed among its photos: all of it or nothing. Returns the draft as stored; throws when another
 * tab has saved a later state of it.
 */
export function saveDraft(db, draft, {put = [], drop = []} = {}) {
  return db.write(['drafts', 'files', 'meta'], async (tx) => {
    const there = await tx.get('drafts', draft.id);
    if (there && there.seq > draft.seq) throw new Error('this draft was saved elsewhere since');
    const order = draft.order ?? await nextOrder(tx);
    const stored = {...draft, order};
    await tx.put('drafts', stored);
    for (const file of put) await tx.put('files', {...file, record: draft.id});
    for (const name of drop) await tx.drop('files', [draft.id, name]);
    return stored;
  });
}

export async function nextOrder(tx) {
  const counter = (await tx.get('meta', 'order')) ?? {key: 'order', value: 0};
  counter.value += 1;
  await tx.put('meta', counter);
  return counter.value;
}

/**
 * The draft, or the newer text that only the mirror still holds; null when this phone has none, or has finished it. Throws when storage
 * cannot be read and there is no mirror either.
 */
export async function loadDraft(db, id) {
  const mirrored = readMirror(id);
  const stored = await db.read(KEPT, async (tx) => [await tx.get('drafts', id), await isFinished(tx, id)]).catch((error) => {
    if (!mirrored) throw error;
    return [];
  });
  const [draft, finished] = stored;
  if (finished) forgetMirror(id);
  if (finished || (!draft && !mirrored)) return null;
  return mirrored && (!draft || mirrored.seq > draft.seq) ? {...draft, ...mirrored} : draft;
}

/** This person's drafts, the latest first, also those that only the mirror holds. */
export function listDrafts(db, person) {
  return db.read(KEPT, async (tx) => {
    const found = await tx.all('drafts');
    const known = new Set(found.map((draft) => draft.id));
    for (const id of mirroredIds()) {
      if (!known.has(id) && !(await isFinished(tx, id))) found.push(readMirror(id));
    }
    return found.filter((draft) => draft?.person === person).sort((a, b) => (b.order ?? Infinity) - (a.order ?? Infinity));
  });
}

const KEPT = ['drafts', 'outbox', 'sent'];
const isFinished = async (tx, id) => Boolean((await tx.get('outbox', id)) ?? (await tx.get('sent', id)));

export function loadFile(db, record, name) {
  return db.read(['files'], (tx) => tx.get('files', [record, name]));
}

/** Take a draft away with its photos: only ever because its person said so. */
export async function dropDraft(db, id) {
  await db.write(['drafts', 'files'], async (tx) => {
    for (const file of await tx.filesOf(id)) await tx.drop('files', [id, file.name]);
    await tx.drop('drafts', id);
  });
  forgetMirror(id);
}

export function mirror(draft) {
  try {
    localStorage.setItem(MIRROR + draft.id, JSON.stringify(draft));
  } catch { /* full or forbidden: it is only the last resort */ }
}

export function forgetMirror(id) {
  try {
    localStorage.removeItem(MIRROR + id);
  } catch { /* as above */ }
}

function mirroredIds() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(MIRROR)).map((key) => key.slice(MIRROR.length));
  } catch {
    return [];
  }
}

function readMirror(id) {
  try {
    return JSON.parse(localStorage.getItem(MIRROR + id));
  } catch {
    return null;
  }
}
