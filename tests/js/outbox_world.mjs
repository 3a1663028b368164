// A phone and a server for the outbox's tests: storage in memory with transactions, a server that keeps what it confirmed, and
// a network that can be told to fail. Nothing here is a browser.

import {createHash} from 'node:crypto';
import * as drafts from '../../static/js/outbox/drafts.mjs';
import * as outbox from '../../static/js/outbox/store.mjs';
import {persistently, sender} from '../../static/js/outbox/sync.mjs';

const KEYS = {meta: 'key', drafts: 'id', files: ['record', 'name'], outbox: 'id', sent: 'id'};

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Storage that outlives tabs. A transaction that throws leaves no trace. */
export function storage() {
  const stores = Object.fromEntries(Object.keys(KEYS).map((name) => [name, new Map()]));
  const keyOf = (name, value) => JSON.stringify(Array.isArray(KEYS[name]) ? KEYS[name].map((part) => value[part]) : value[KEYS[name]]);
  const copy = (value) => (value === undefined ? undefined : {...value});

  async function run(names, work) {
    const before = new Map(names.map((name) => [name, new Map(stores[name])]));
    try {
      return await work({
        get: async (name, key) => copy(stores[name].get(JSON.stringify(key))),
        put: async (name, value) => void stores[name].set(keyOf(name, value), copy(value)),
        drop: async (name, key) => void stores[name].delete(JSON.stringify(key)),
        all: async (name) => [...stores[name].values()].map(copy),
        filesOf: async (record) => [...stores.files.values()].filter((file) => file.record === record).map(copy),
      });
    } catch (error) {
      for (const [name, map] of before) stores[name] = map;
      throw error;
    }
  }
  return {read: run, write: run, stores};
}

/** Web Locks, as far as the sender uses them. */
export function lockManager() {
  let tail = Promise.resolve();
  return {
    async request(name, {signal}, work) {
      const before = tail;
      let done;
      tail = new Promise((resolve) => { done = resolve; });
      const given = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      try {
        await Promise.race([before, given]);
        return await work({name});
      } finally {
        before.then(done);
      }
    },
    /** The tab that holds the lock is killed. */
    free: () => { tail = Promise.resolve(); },
  };
}

/** A server that answers as the real one does; `network(request)` may throw, or return an answer instead of it. */
export function server() {
  const pieces = new Map();
  const whole = new Map();
  const kept = new Map();
  const log = [];
  const self = {
    pieces, whole, kept, log,
    before: async () => undefined,
    after: async () => undefined,
    tokens: new Set(['token-of-1', 'token-of-2']),
    fetch: async (url, options) => {
      const asked = {method: options.method, path: url, headers: options.headers, body: options.body};
      log.push(`${asked.method} ${asked.path.replace(/[0-9a-f]{64}/, '…')}`);
      const early = await self.before(asked);
      if (early) return early;
      const answered = await self.answer(asked);
      return (await self.after(asked, answered)) ?? answered;
    },
    async answer({method, path, headers, body}) {
      if (!self.tokens.has(headers.Authorization.slice('Bearer '.length))) return reply(401, {error: {what: 'Cần đăng nhập'}});
      if (method === 'HEAD') return reply(200, null, offsetOf(path.slice(-64)));
      if (method === 'PUT') return self.put(path.slice(-64), headers, new Uint8Array(await body.arrayBuffer()));
      return self.record(new Uint8Array(await body.get('record').arrayBuffer()), JSON.parse(body.get('files')));
    },
    put(hash, headers, bytes) {
      const here = pieces.get(hash) ?? new Uint8Array();
      if (Number(headers['Upload-Offset']) !== here.length) return reply(409, {offset: here.length}, here.length);
      const longer = new Uint8Array([...here, ...bytes]);
      pieces.set(hash, longer);
      if (longer.length === Number(headers['Upload-Length'])) {
        pieces.delete(hash);
        if (sha256(longer) !== hash) return reply(422, {error: {what: 'không nguyên vẹn'}});
        whole.set(hash, longer);
      }
      return reply(200, {offset: longer.length}, longer.length);
    },
    record(xml, named) {
      const hash = sha256(xml);
      const known = kept.has(hash);
      kept.set(hash, (kept.get(hash) ?? 0) + 1);
      const files = named.map((file) => ({name: file.name, sha256: file.sha256, state: whole.has(file.sha256) ? 'stored' : 'missing'}));
      return reply(known ? 200 : 201, {receipt: '0000-0000-0001', state: known ? 'known' : 'received', sha256: hash, files});
    },
  };
  const offsetOf = (hash) => whole.get(hash)?.length ?? pieces.get(hash)?.length ?? 0;
  return self;
}

export function reply(status, body = null, offset = null) {
  return {
    status,
    headers: {get: (name) => (name === 'Upload-Offset' && offset !== null ? String(offset) : null)},
    json: async () => {
      if (body === null) throw new SyntaxError('no JSON');
      return body;
    },
  };
}

/** One tab of the phone: its sender over the shared storage and locks. */
export function tab({db, web, locks, news = [], now = () => new Date('2018-06-05T09:41:00Z')}) {
  const store = {
    ready: () => outbox.ready(db),
    recover: () => outbox.recover(db),
    mark: (id, changes) => outbox.mark(db, id, changes),
    received: (id, answer, at) => outbox.received(db, id, answer, at),
    spend: (bytes) => outbox.spend(db, bytes, '2018-06-05'),
  };
  return sender({
    store,
    locks,
    now,
    fetch: web.fetch,
    photo: async (record, name) => (await drafts.loadFile(db, record.id, name)).blob,
    credentials: async (person) => ({token: `token-of-${person}`, device: 'may-1'}),
    tell: (one) => news.push(one),
  });
}

/** A finished record in the outbox, with photos of these sizes. */
export async function finished(db, id, {person = 1, photos = [], text = `<data>${id}</data>`} = {}) {
  const files = [];
  await drafts.saveDraft(db, {id, person, form: 'ks_nha_tro', seq: 1}, {
    put: photos.map((size, index) => {
      const bytes = new Uint8Array(size).map((_, at) => (at * 7 + index + id.length) % 251);
      const name = `anh-${index}.jpg`;
      files.push({name, sha256: sha256(bytes), size, type: 'image/jpeg'});
      return {name, blob: new Blob([bytes], {type: 'image/jpeg'})};
    }),
  });
  const xml = new TextEncoder().encode(text);
  return outbox.seal(db, id, {person, form: 'ks_nha_tro', title: 'Khảo sát', name: id, xml, sha256: sha256(xml), files});
}

export {drafts, outbox, persistently};
