// The engine through its own door, run.mjs: the same as tests/unit/engine/test_record.py does with app.engine.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {evaluateWire, fillIn} from '../../../static/js/form/run.mjs';
import {generated} from '../corpus.mjs';

const files = generated('tests.corpus');
const wire = (name) => files['wires/' + name + '.vi.json'];
const around = {now: '2018-06-05T09:30:00', username: 'lan', uuid: () => 'u'};

test('a form is filled in by refs, paths and names', async () => {
  const record = await fillIn(JSON.stringify(wire('repeat_label_with_outputs')), around);
  assert.equal(record.add('/data/r'), 'r[2]');
  assert.deepEqual(record.set('/data[1]/r[2]/ten[1]', 'An'), []);
  assert.equal(record.label('r[2]/tuoi'), 'Tuổi của An');
  assert.equal(record.label('/data'), '');
  record.set('r[2]/tuoi', 20);
  record.remove('r[1]');
  assert.deepEqual(record.instances('/data/r'), ['r[1]']);
  assert.deepEqual([record.value('r/ten'), record.value('${ten}'), record.value('/data/r[1]/tuoi')], ['An', 'An', '20']);
  assert.deepEqual([record.relevant('r[1]'), record.required('r/ten'), record.readonly('r/ten'), record.valid()], [true, false, false, true]);
  const xml =
    '<data id="repeat_label_with_outputs" version="1"><r><ten>An</ten><tuoi>20</tuoi></r><meta><instanceID>uuid:u</instanceID></meta></data>';
  assert.equal(record.xml(), xml);
  assert.equal((await fillIn(wire('repeat_label_with_outputs'), {}, xml)).xml({final: false}), xml);
});

test('answers may be values of JavaScript, or what a person types', async () => {
  const record = await fillIn(wire('select_multiple'), around);
  for (const [answer, text] of [[['do', 'xanh'], 'do xanh'], [1e21, '1' + '0'.repeat(21)], [true, 'true'], [null, ''], ['do', 'do']]) {
    record.set('mau', answer);
    assert.equal(record.value('mau'), text);
  }
  assert.deepEqual(record.choices('mau')[0], {value: 'do', label: 'Đỏ', media: {}});
  const typed = await fillIn(wire('type_date'), around);
  typed.type('sinh', '5/6/1995');
  assert.equal(typed.value('sinh'), '1995-06-05');
  assert.throws(() => typed.type('sinh', 'mai'), /mai/);
  (await fillIn(wire('type_text'), around)).type('ten', ' Lan ');
});

test('an address of nothing is an error that names it', async () => {
  const record = await fillIn(wire('same_name_in_groups'), around);
  for (const [address, told] of [['/nha/ten', /the root is \/data/], ['cha/tuoi', /cha\/tuoi/], ['cha[x]', /cha/], ['${tuoi}', /no node/], ['${ten}', /several/]]) {
    assert.throws(() => record.value(address), told);
  }
});

test('the clock may be a moment, a day or run; the record before is XML', async () => {
  const began = async (now) => (await fillIn(wire('meta_start_end_today'), {uuid: () => 'u', now})).value('bat_dau');
  assert.equal(await began('2018-06-05'), '2018-06-05T00:00:00.000+07:00');
  assert.equal(await began('2018-06-05T00:00:00Z'), '2018-06-05T07:00:00.000+07:00');
  assert.equal(await began(new Date('2018-06-05T00:00:00Z')), '2018-06-05T07:00:00.000+07:00');
  assert.match(await began(), /^20\d\d-/);
  assert.match((await fillIn(wire('type_text'))).value('meta/instanceID'), /^uuid:[\da-f-]{36}$/);
  const lastSaved = '<data id="last_saved"><duong>Yersin</duong></data>';
  assert.equal((await fillIn(wire('last_saved'), {...around, lastSaved})).value('duong'), 'Yersin');
});

test('one expression stands beside it', () => assert.equal(typeof evaluateWire, 'function'));
