// The sender: takes finished records through the server one after the other, under one lock for all tabs. Everything it needs
// of the world comes as an argument, so that a test can kill, delay and repeat what it likes.
// Nothing here takes a record away: that is `store.received`, called only after every hash was confirmed.

import {delay} from './backoff.mjs';
import {Trouble, requests, unconfirmed} from './request.mjs';

const LOCK = 'phieu-send';
// Another tab is sending: wait for its turn to end, it may be our record that it did not see.
const TURN = 20_000;
const TRIES_IN_A_ROW = 3;

/**
 * @param {object} world
 * @param {object} world.store ready, recover, mark, received, spend (store.mjs over one database)
 * @param {(record: object, name: string) => Promise<Blob>} world.photo the stored bytes; throws when they cannot be read
 * @param {(person: number) => Promise<{token: string, device: string} | null>} world.credentials
 * @param {typeof fetch} world.fetch
 * @param {() => Date} world.now
 * @param {LockManager | undefined} world.locks
 * @param {(news: object) => void} world.tell {record, state} for every step; {round} when one ends
 */
export function sender({store, photo, credentials, fetch, now, locks, tell}) {
  /** Send what is ready. Resolves with {sent, left, again}: `again` is why another try makes sense, or null. */
  async function round() {
    if (!locks) return underLock();
    const enough = new AbortController();
    const timer = setTimeout(() => enough.abort(), TURN);
    try {
      return await locks.request(LOCK, {signal: enough.signal}, () => {
        clearTimeout(timer);
        return underLock();
      });
    } catch (error) {
      if (!enough.signal.aborted) throw error;
      return {sent: 0, left: 0, again: 'elsewhere'};
    }
  }

  async function underLock() {
    await store.recover();
    const unknown = new Set();
    const result = {sent: 0, left: 0, again: null};
    for (const record of await store.ready()) {
      if (unknown.has(record.person)) {
        result.left += 1;
        continue;
      }
      const trouble = await attempt(record);
      if (!trouble) {
        result.sent += 1;
        continue;
      }
      if (trouble.kind === 'refused') continue;
      result.left += 1;
      if (trouble.kind === 'sign-in') unknown.add(record.person);
      else result.again = trouble.kind;
      // Without a network, or with the server down, the next record fares no better.
      if (trouble.kind === 'offline' || [429, 502, 503, 504].includes(trouble.status)) {
        result.left = (await store.ready()).length;
        break;
      }
    }
    tell({round: result});
    return result;
  }

  /** One record; resolves with null or the trouble, which by then is written on the record. */
  async function attempt(record) {
    const marked = await store.mark(record.id, {state: 'sending'});
    if (!marked) return null;
    tell({record: record.id, state: 'sending'});
    try {
      const by = await credentials(record.person);
      if (!by) throw new Trouble('sign-in', 401);
      const receipt = await deliver(record, requests({fetch, ...by}));
      await store.received(record.id, receipt, now().toISOString());
      tell({record: record.id, state: 'sent', receipt: receipt.receipt});
      return null;
    } catch (error) {
      const trouble = error instanceof Trouble ? error : new Trouble('later', 0, String(error?.message ?? error));
      const state = trouble.kind === 'refused' ? 'attention' : 'ready';
      const reason = {kind: trouble.kind, status: trouble.status, what: trouble.what};
      await store.mark(record.id, {state, reason, tries: (record.tries ?? 0) + 1});
      tell({record: record.id, state, reason});
      return trouble;
    }
  }

  async function deliver(record, ask) {
    let missing = record.files;
    for (let turn = 0; turn < TRIES_IN_A_ROW; turn += 1) {
      const unreadable = new Set();
      for (const file of missing) {
        if (!(await upload(record, file, ask))) unreadable.add(file);
      }
      await store.spend(record.xml.byteLength);
      const receipt = await ask.record(record);
      missing = unconfirmed(record, receipt);
      if (missing.length === 0) return receipt;
      // The text is safe with the server now; the rest needs a person.
      if (missing.every((file) => unreadable.has(file))) throw new Trouble('refused', 0, 'photo');
    }
    throw new Trouble('later', 0, 'a photo did not arrive');
  }

  /** Resolves with false when this phone cannot read the photo any more, or reads other bytes than it saved. */
  async function upload(record, file, ask) {
    let offset = await ask.offset(file);
    const blob = offset < file.size ? await readable(record, file) : null;
    let stuck = 0;
    while (blob && offset < file.size) {
      const next = await ask.piece(file, blob, offset);
      await store.spend(next.went);
      stuck = next.offset > offset ? 0 : stuck + 1;
      if (stuck === TRIES_IN_A_ROW && next.damaged) return false;
      if (stuck === TRIES_IN_A_ROW) throw new Trouble('later', 409, 'the server and this phone do not agree on a photo');
      offset = next.offset;
    }
    return offset >= file.size;
  }

  async function readable(record, file) {
    try {
      const blob = await photo(record, file.name);
      return blob.size === file.size ? blob : null;
    } catch {
      return null;
    }
  }

  return {round};
}

/**
 * Call the sender whenever it may help: now, when the network or the person comes back, and after a growing pause.
 * @param {{round: () => Promise<object>, timer?: typeof setTimeout, cancel?: typeof clearTimeout, chance?: () => number}} parts
 */
export function persistently({round, timer = setTimeout, cancel = clearTimeout, chance = Math.random}) {
  let failures = 0;
  let pending = null;
  let running = null;
  let asked = false;

  async function go() {
    cancel(pending);
    pending = null;
    let result;
    try {
      result = await round();
    } catch {
      result = {again: 'later'};
    }
    failures = result.again ? failures + 1 : 0;
    if (result.again) pending = timer(now, delay(failures, chance));
    return result;
  }

  /** Try at once. Asked for while one is running, another follows: there may be a record that the first did not see. */
  function now() {
    asked = running !== null;
    running ??= go().finally(() => {
      running = null;
      if (asked) now();
    });
    return running;
  }

  return {now};
}
