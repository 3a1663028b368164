// The outbox: finished records in the order in which they were saved, and their states. The only place that takes one away, and only
// into the list of what was received.
// ready -> sending -> (received: gone from here, its receipt in `sent`) or back to ready, or attention. A record found `sending` when
// nobody sends is ready again: the tab that sent it was killed.

import {nextOrder} from './drafts.mjs';

const ALL = ['drafts', 'files', 'outbox', 'sent', 'meta'];
const SENT_KEPT = 200;

/**
 * Close a draft and put its finished record into the outbox, in one transaction. Photos that the record does not name go with the
 * draft. Resolves with the record as it was read back; throws when that is not what was written.
 */
export async function seal(db, draftId, record) {
  const named = new Set(record.files.map((file) => file.name));
  await db.write(ALL, async (tx) => {
    for (const file of await tx.filesOf(draftId)) {
      if (!named.has(file.name)) await tx.drop('files', [draftId, file.name]);
    }
    await tx.put('outbox', {...record, id: draftId, state: 'ready', reason: null, tries: 0, order: await nextOrder(tx)});
    await tx.drop('drafts', draftId);
  });
  return db.read(['outbox', 'files'], async (tx) => {
    const kept = await tx.get('outbox', draftId);
    const files = await tx.filesOf(draftId);
    const whole = record.files.every((file) => files.some((one) => one.name === file.name && one.blob.size === file.size));
    if (kept?.sha256 !== record.sha256 || kept.xml.byteLength !== record.xml.byteLength || !whole) {
      throw new Error('the record read back differs from the one written');
    }
    return kept;
  });
}

export async function records(db) {
  const all = await db.read(['outbox'], (tx) => tx.all('outbox'));
  return all.sort((a, b) => a.order - b.order);
}

export async function ready(db) {
  return (await records(db)).filter((record) => record.state === 'ready');
}

export async function sent(db) {
  const all = await db.read(['sent'], (tx) => tx.all('sent'));
  return all.sort((a, b) => b.order - a.order);
}

/** Change what is known of a record that is still here; returns it, or undefined when it has gone. */
export function mark(db, id, changes) {
  return db.write(['outbox'], async (tx) => {
    const record = await tx.get('outbox', id);
    if (!record) return undefined;
    const changed = {...record, ...changes};
    await tx.put('outbox', changed);
    return changed;
  });
}

/** To be called under the sender's lock, when nobody can be sending. */
export function recover(db) {
  return db.write(['outbox'], async (tx) => {
    for (const record of await tx.all('outbox')) {
      if (record.state === 'sending') await tx.put('outbox', {...record, state: 'ready'});
    }
  });
}

/** The server confirmed the record and every photo: forget them, keep the receipt (text only). */
export function received(db, id, answer, at) {
  return db.write(ALL, async (tx) => {
    const record = await tx.get('outbox', id);
    if (!record) return;
    const {person, form, title, name, sha256} = record;
    const order = await nextOrder(tx);
    await tx.put('sent', {id, person, form, title, name, sha256, receipt: answer.receipt, state: answer.state, at, order});
    for (const file of await tx.filesOf(id)) await tx.drop('files', [id, file.name]);
    await tx.drop('outbox', id);
    const old = (await tx.all('sent')).sort((a, b) => b.order - a.order).slice(SENT_KEPT);
    for (const one of old) await tx.drop('sent', one.id);
  });
}

/** Bytes that left this phone today, so that people see what their data plan pays for. */
export function spend(db, bytes, day) {
  return db.write(['meta'], async (tx) => {
    const used = await tx.get('meta', 'used');
    const before = used?.day === day ? used.bytes : 0;
    await tx.put('meta', {key: 'used', day, bytes: before + bytes});
  });
}

export async function spent(db, day) {
  const used = await db.read(['meta'], (tx) => tx.get('meta', 'used'));
  return used?.day === day ? used.bytes : 0;
}

/** One record with its photos as plain JSON, for the day when nothing else works: it can travel by any messenger. */
export async function exported(db, id) {
  const [record, files] = await db.read(['outbox', 'files'], async (tx) => [await tx.get('outbox', id), await tx.filesOf(id)]);
  const {xml, ...rest} = record;
  const photos = [];
  for (const file of files) {
    photos.push({name: file.name, type: file.blob.type, base64: base64(new Uint8Array(await file.blob.arrayBuffer()))});
  }
  return {phieu: 1, ...rest, xml: new TextDecoder().decode(xml), photos};
}

function base64(bytes) {
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}
