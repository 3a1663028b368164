// The outbox's promise, without a browser: what was saved reaches the server once and whole, and is forgotten only then.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LONGEST, delay} from '../../static/js/outbox/backoff.mjs';
import {PIECE} from '../../static/js/outbox/request.mjs';
import {drafts, finished, lockManager, outbox, persistently, reply, server, storage, tab} from './outbox_world.mjs';

const phone = () => ({db: storage(), web: server(), locks: lockManager(), news: []});

test('a record with two photos goes out whole, photos first, and only its receipt stays', async () => {
  const {db, web, locks, news} = phone();
  await finished(db, 'a', {photos: [10, PIECE + 5]});

  const result = await tab({db, web, locks, news}).round();

  assert.deepEqual(result, {sent: 1, left: 0, again: null});
  assert.equal(web.log.at(-1), 'POST /api/records');
  assert.equal(web.whole.size, 2);
  assert.equal(db.stores.outbox.size + db.stores.files.size, 0);
  const [receipt] = await outbox.sent(db);
  assert.equal(receipt.receipt, '0000-0000-0001');
  assert.equal(receipt.xml, undefined);
});

test('a tab killed while sending: the record is sent by the next one, once', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a', {photos: [10]});
  let die;
  web.before = ({method}) => (method === 'POST' ? new Promise((_, reject) => { die = reject; }) : undefined);
  const killed = tab({db, web, locks}).round();
  while (!web.log.includes('POST /api/records')) await new Promise(setImmediate);
  assert.equal((await outbox.records(db))[0].state, 'sending');

  locks.free();
  web.before = async () => undefined;
  const result = await tab({db, web, locks}).round();

  assert.equal(result.sent, 1);
  assert.deepEqual([...web.kept.values()], [1]);
  die(new TypeError('too late'));
  await killed;
  assert.deepEqual(await outbox.records(db), [], 'a late failure brings nothing back');
});

test('500 keeps the record ready, and the next round brings it in', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a');
  web.before = async () => reply(500);
  const first = await tab({db, web, locks}).round();
  assert.deepEqual(first, {sent: 0, left: 1, again: 'later'});
  assert.equal((await outbox.ready(db))[0].tries, 1);

  web.before = async () => undefined;
  const second = await tab({db, web, locks}).round();
  assert.equal(second.sent, 1);
});

test('500 on one record does not hold up the next; 503 does, for the server is down for all', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a');
  await finished(db, 'b');
  web.before = async ({body}) => ((await body.get('record').text()).includes('>a<') ? reply(500) : undefined);
  assert.deepEqual(await tab({db, web, locks}).round(), {sent: 1, left: 1, again: 'later'});

  await finished(db, 'c');
  web.log.length = 0;
  web.before = async () => reply(503);
  assert.deepEqual(await tab({db, web, locks}).round(), {sent: 0, left: 2, again: 'later'});
  assert.equal(web.log.length, 1);
});

for (const status of [400, 404, 409, 413, 422]) {
  test(`${status}: the record is kept, needs attention with the server's words, and the next one goes out`, async () => {
    const {db, web, locks} = phone();
    await finished(db, 'a', {photos: [10]});
    await finished(db, 'b');
    let first = true;
    web.before = async ({method}) => {
      if (method !== 'POST' || !first) return undefined;
      first = false;
      return reply(status, {error: {what: 'Tệp quá lớn'}});
    };
    const result = await tab({db, web, locks}).round();

    assert.deepEqual(result, {sent: 1, left: 0, again: null});
    const [kept] = await outbox.records(db);
    assert.equal(kept.id, 'a');
    assert.equal(kept.state, 'attention');
    assert.deepEqual(kept.reason, {kind: 'refused', status, what: 'Tệp quá lớn'});
    assert.equal(db.stores.files.size, 1);

    await outbox.mark(db, 'a', {state: 'ready'});
    assert.equal((await tab({db, web, locks}).round()).sent, 1);
  });
}

for (const status of [401, 403]) {
  test(`${status}: the record waits for its person to sign in; other people's records go out`, async () => {
    const {db, web, locks} = phone();
    await finished(db, 'a', {person: 1});
    await finished(db, 'a2', {person: 1});
    await finished(db, 'b', {person: 2});
    web.before = async ({headers}) => (headers.Authorization === 'Bearer token-of-1' ? reply(status) : undefined);

    const result = await tab({db, web, locks}).round();

    assert.deepEqual(result, {sent: 1, left: 2, again: null});
    const waiting = await outbox.ready(db);
    assert.deepEqual(waiting.map((record) => record.id), ['a', 'a2']);
    assert.equal(waiting[0].reason.kind, 'sign-in');

    web.before = async () => undefined;
    assert.equal((await tab({db, web, locks}).round()).sent, 2);
  });
}

test('no network: nothing is lost and the other records are not even tried', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a');
  await finished(db, 'b');
  web.before = async () => { throw new TypeError('Failed to fetch'); };
  assert.deepEqual(await tab({db, web, locks}).round(), {sent: 0, left: 2, again: 'offline'});
  assert.equal(web.log.length, 1);
  assert.equal((await outbox.ready(db)).length, 2);
});

test('a connection that breaks after the server committed: sent again, still one record there', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a', {photos: [10]});
  web.after = async ({method}) => { if (method === 'POST') throw new TypeError('connection reset'); };
  assert.equal((await tab({db, web, locks}).round()).again, 'offline');
  assert.equal(web.kept.size, 1);

  web.after = async () => undefined;
  web.log.length = 0;
  assert.equal((await tab({db, web, locks}).round()).sent, 1);
  assert.equal(web.kept.size, 1);
  assert.ok(!web.log.some((line) => line.startsWith('PUT')), 'the photo must not travel twice');
});

test('half a photo sent: it goes on where it stopped', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a', {photos: [3 * PIECE]});
  let pieces = 0;
  web.before = async ({method}) => {
    if (method === 'PUT' && ++pieces === 3) throw new TypeError('gone');
  };
  await tab({db, web, locks}).round();
  assert.equal([...web.pieces.values()][0].length, 2 * PIECE);

  web.before = async () => undefined;
  web.log.length = 0;
  assert.equal((await tab({db, web, locks}).round()).sent, 1);
  assert.equal(web.log.filter((line) => line.startsWith('PUT')).length, 1);
});

test('the server has another offset than expected (409): its word counts', async () => {
  const {db, web, locks} = phone();
  const record = await finished(db, 'a', {photos: [2 * PIECE]});
  const hash = record.files[0].sha256;
  web.before = async ({method}) => {
    if (method !== 'HEAD') return undefined;
    const blob = (await drafts.loadFile(db, 'a', 'anh-0.jpg')).blob;
    web.pieces.set(hash, new Uint8Array(await blob.slice(0, 100).arrayBuffer()));
    return reply(200, null, 0);
  };
  assert.equal((await tab({db, web, locks}).round()).sent, 1);
});

test('a photo that keeps arriving damaged: its text is delivered, the record stays and says so', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a', {photos: [10]});
  await db.write(['files'], async (tx) => {
    const [file] = await tx.filesOf('a');
    await tx.put('files', {...file, blob: new Blob([new Uint8Array(10)])});
  });
  await tab({db, web, locks}).round();
  const [kept] = await outbox.records(db);
  assert.equal(kept.state, 'attention');
  assert.equal(kept.reason.what, 'photo');
  assert.equal(web.kept.size, 1);
});

test('a photo that cannot be read any more does not keep the text from the server', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a', {photos: [10, 20]});
  await db.write(['files'], (tx) => tx.drop('files', ['a', 'anh-0.jpg']));
  await tab({db, web, locks}).round();
  const [kept] = await outbox.records(db);
  assert.equal(kept.reason.what, 'photo');
  assert.equal(web.kept.size, 1);
  assert.equal(web.whole.size, 1);
});

test('a receipt for other bytes, or without a photo, confirms nothing', async () => {
  for (const spoil of [(said) => ({...said, sha256: '0'.repeat(64)}), (said) => ({...said, files: []})]) {
    const {db, web, locks} = phone();
    await finished(db, 'a', {photos: [10]});
    web.after = async ({method}, answered) => (method === 'POST' ? reply(201, spoil(await answered.json())) : undefined);
    assert.equal((await tab({db, web, locks}).round()).again, 'later');
    assert.equal((await outbox.ready(db)).length, 1);
    assert.equal(db.stores.files.size, 1);
  }
});

test('an answer that is no JSON (a hotspot that wants a password) confirms nothing', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a');
  web.before = async () => reply(200);
  assert.equal((await tab({db, web, locks}).round()).again, 'later');
  assert.equal((await outbox.ready(db)).length, 1);
});

test('two tabs at once: one sends, the other waits and finds nothing left', async () => {
  const {db, web, locks} = phone();
  await finished(db, 'a', {photos: [10]});
  await finished(db, 'b');
  const results = await Promise.all([tab({db, web, locks}).round(), tab({db, web, locks}).round()]);
  assert.deepEqual(results.map((result) => result.sent).sort(), [0, 2]);
  assert.deepEqual([...web.kept.values()], [1, 1]);
});

test('a tab that sends for very long: the other gives up its turn and comes back', async (t) => {
  const {db, web, locks} = phone();
  await finished(db, 'a');
  let end;
  web.before = () => new Promise((resolve) => { end = () => resolve(reply(500)); });
  const first = tab({db, web, locks}).round();
  while (!end) await new Promise(setImmediate);
  const timers = []; // not `mock.timers`: Node 18, which Debian 12 has, starts them differently from Node 20
  const mocked = t.mock.method(globalThis, 'setTimeout', (run, after) => { timers.push({run, after}); });
  const second = tab({db, web, locks}).round();
  for (const {run, after} of timers) if (after <= 20_000) run();
  assert.deepEqual(await second, {sent: 0, left: 0, again: 'elsewhere'});
  mocked.mock.restore();
  end();
  await first;
});

test('two tabs without locks send twice, and the server still holds one', async () => {
  const {db, web} = phone();
  await finished(db, 'a', {photos: [10]});
  await Promise.all([tab({db, web}).round(), tab({db, web}).round()]);
  assert.equal(web.kept.size, 1);
  assert.equal((await outbox.sent(db)).length, 1);
});

test('a clock turned back changes neither the order nor whether a record is tried', async () => {
  const {db, web, locks, news} = phone();
  await finished(db, 'first');
  web.before = async () => reply(500);
  await tab({db, web, locks, now: () => new Date('2031-01-01')}).round();
  await finished(db, 'second');
  web.before = async () => undefined;
  const result = await tab({db, web, locks, news, now: () => new Date('1999-01-01')}).round();
  assert.equal(result.sent, 2);
  assert.deepEqual(news.filter((one) => one.state === 'sent').map((one) => one.record), ['first', 'second']);
});

test('sealing a draft drops it and the photos that the record does not name, and nothing else', async () => {
  const db = storage();
  await finished(db, 'other', {photos: [5]});
  await drafts.saveDraft(db, {id: 'a', person: 1, seq: 1}, {put: [
    {name: 'kept.jpg', blob: new Blob(['kept'])}, {name: 'replaced.jpg', blob: new Blob(['old'])},
  ]});
  const xml = new TextEncoder().encode('<data/>');
  await outbox.seal(db, 'a', {person: 1, xml, sha256: 'x', files: [{name: 'kept.jpg', sha256: 'y', size: 4}]});
  assert.equal(db.stores.drafts.size, 0);
  assert.deepEqual([...db.stores.files.values()].map((file) => file.name).sort(), ['anh-0.jpg', 'kept.jpg']);
});

test('a record whose photo is not there is not called saved', async () => {
  const db = storage();
  const xml = new TextEncoder().encode('<data/>');
  const record = {person: 1, xml, sha256: 'x', files: [{name: 'none.jpg', sha256: 'y', size: 4}]};
  await assert.rejects(outbox.seal(db, 'a', record), /differs/);
});

test('an exported record holds its text and its photos', async () => {
  const db = storage();
  await finished(db, 'a', {photos: [40_000], text: '<data>Nhà trọ cô Bảy</data>'});
  const file = await outbox.exported(db, 'a');
  assert.equal(file.xml, '<data>Nhà trọ cô Bảy</data>');
  assert.equal(Buffer.from(file.photos[0].base64, 'base64').length, 40_000);
});

test('bytes spent today start at nothing tomorrow', async () => {
  const db = storage();
  await outbox.spend(db, 100, '2018-06-05');
  await outbox.spend(db, 50, '2018-06-05');
  assert.equal(await outbox.spent(db, '2018-06-05'), 150);
  assert.equal(await outbox.spent(db, '2018-06-06'), 0);
  await outbox.spend(db, 7, '2018-06-06');
  assert.equal(await outbox.spent(db, '2018-06-06'), 7);
});

test('the pause grows to a quarter of an hour and no further, whatever the number', () => {
  const none = () => 0;
  assert.deepEqual([1, 2, 3].map((failures) => delay(failures, none)), [5_000, 10_000, 20_000]);
  assert.equal(delay(1_000, none), LONGEST);
  assert.equal(delay(0, none), 5_000);
  assert.ok(delay(3, () => 0.999) >= 16_000);
});

test('persistence: pauses grow while it fails, end when it works, and "send now" does not wait for them', async () => {
  const pauses = [];
  const results = [{again: 'offline'}, {again: 'later'}, {again: null}, {again: 'offline'}];
  let wake;
  const timer = (work, pause) => { pauses.push(pause); wake = work; return 1; };
  const persistent = persistently({round: async () => results.shift(), timer, cancel: () => {}, chance: () => 0});
  await persistent.now();
  await wake();
  await persistent.now();
  await persistent.now();
  assert.deepEqual(pauses, [5_000, 10_000, 5_000]);
});

test('asked to send while sending: another round follows for what the first did not see', async () => {
  let rounds = 0;
  const persistent = persistently({round: async () => { rounds += 1; return {again: null}; }, timer: () => 1, cancel: () => {}});
  const first = persistent.now();
  persistent.now();
  await first;
  await new Promise(setImmediate);
  assert.equal(rounds, 2);
});
