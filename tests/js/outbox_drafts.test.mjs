// Drafts: the newest text counts wherever it lies, a finished record does not come back as a draft, and tabs do not undo each other.

import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {dropDraft, listDrafts, loadDraft, loadFile, mirror, saveDraft} from '../../static/js/outbox/drafts.mjs';
import {finished, outbox, storage} from './outbox_world.mjs';

beforeEach(() => {
  const kept = {};
  const verbs = {
    getItem: (key) => kept[key] ?? null,
    setItem: (key, text) => { kept[key] = text; },
    removeItem: (key) => { delete kept[key]; },
  };
  for (const [name, value] of Object.entries(verbs)) Object.defineProperty(kept, name, {value, enumerable: false});
  globalThis.localStorage = kept;
});

const draft = (id, more = {}) => ({id, person: 1, seq: 1, xml: '<data/>', ...more});

test('a draft is saved with its photos and found again', async () => {
  const db = storage();
  await saveDraft(db, draft('a'), {put: [{name: 'anh.jpg', blob: new Blob(['x'])}]});
  assert.equal((await loadDraft(db, 'a')).xml, '<data/>');
  assert.equal((await loadFile(db, 'a', 'anh.jpg')).blob.size, 1);
  assert.equal(await loadDraft(db, 'b'), null);
});

test('the mirror counts when it is newer, and only then', async () => {
  const db = storage();
  await saveDraft(db, draft('a', {seq: 5, xml: '<data>5</data>', order: 3}));
  mirror(draft('a', {seq: 4, xml: '<data>4</data>'}));
  assert.equal((await loadDraft(db, 'a')).xml, '<data>5</data>');
  mirror(draft('a', {seq: 6, xml: '<data>6</data>'}));
  assert.deepEqual([(await loadDraft(db, 'a')).xml, (await loadDraft(db, 'a')).order], ['<data>6</data>', 3]);
});

test('a draft that never reached the database is listed and opens from the mirror', async () => {
  const db = storage();
  mirror(draft('a'));
  mirror(draft('b', {person: 2}));
  assert.deepEqual((await listDrafts(db, 1)).map((one) => one.id), ['a']);
  assert.equal((await loadDraft(db, 'a')).xml, '<data/>');
});

test('when the database cannot be read the mirror opens, and without one it is said', async () => {
  const dead = {read: async () => { throw new Error('backing store'); }};
  mirror(draft('a'));
  assert.equal((await loadDraft(dead, 'a')).id, 'a');
  await assert.rejects(loadDraft(dead, 'b'), /backing store/);
});

test('a finished record does not come back as a draft, whatever the mirror still holds', async () => {
  const db = storage();
  await finished(db, 'a');
  mirror(draft('a', {seq: 9}));
  assert.equal(await loadDraft(db, 'a'), null);
  assert.deepEqual(await listDrafts(db, 1), []);
  mirror(draft('a', {seq: 9}));
  await outbox.received(db, 'a', {receipt: '1', state: 'received'}, 'now');
  assert.equal(await loadDraft(db, 'a'), null);
});

test('a tab that fell behind cannot write over a later state', async () => {
  const db = storage();
  await saveDraft(db, draft('a', {seq: 7, xml: '<data>7</data>'}));
  await assert.rejects(saveDraft(db, draft('a', {seq: 6, xml: '<data>6</data>'})), /elsewhere/);
  assert.equal((await loadDraft(db, 'a')).xml, '<data>7</data>');
});

test('drafts are listed by when they were begun, whatever the clock says, each person their own', async () => {
  const db = storage();
  await saveDraft(db, draft('a', {changed: '2031'}));
  await saveDraft(db, draft('b', {changed: '1999'}));
  await saveDraft(db, draft('c', {person: 2}));
  await saveDraft(db, {...(await loadDraft(db, 'a')), seq: 2});
  assert.deepEqual((await listDrafts(db, 1)).map((one) => one.id), ['b', 'a']);
});

test('a draft thrown away takes its photos and its mirror along, and nothing else', async () => {
  const db = storage();
  await saveDraft(db, draft('a'), {put: [{name: 'anh.jpg', blob: new Blob(['x'])}]});
  await saveDraft(db, draft('b'), {put: [{name: 'anh.jpg', blob: new Blob(['y'])}]});
  mirror(draft('a'));
  await dropDraft(db, 'a');
  assert.equal(await loadDraft(db, 'a'), null);
  assert.deepEqual((await listDrafts(db, 1)).map((one) => one.id), ['b']);
  assert.equal(db.stores.files.size, 1);
});
