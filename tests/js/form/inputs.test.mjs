// JavaScript's side of tests/corpus/inputs, and what the datatypes can read.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {fromInput, readable} from '../../../static/js/form/inputs.mjs';
import {cases} from '../corpus.mjs';

for (const [name, file] of cases('inputs')) {
  for (const {type, typed, expect} of file.cases) {
    test(name + ': ' + JSON.stringify(typed) + ' typed as ' + type + ' is ' + JSON.stringify(expect), () => {
      assert.equal(fromInput(type, typed), expect);
    });
    // A number so long that its text is exact is no exception: what was read can be read again.
    if (expect) test(name + ': the ' + type + ' ' + JSON.stringify(expect) + ' can be read', () => assert.ok(readable(type, expect)));
  }
}

test('the corpus of inputs has cases of every datatype that is typed', () => {
  const types = new Set(cases('inputs').flatMap(([, file]) => file.cases.map((one) => one.type)));
  for (const type of ['int', 'decimal', 'date', 'time', 'dateTime', 'geopoint', 'select', 'string']) assert.ok(types.has(type), type);
});

test('a blank is a value of every datatype, and unknown datatypes read anything', () => {
  for (const type of ['int', 'decimal', 'date', 'geopoint', 'intent']) assert.ok(readable(type, ''));
  assert.ok(readable('intent', 'anything'));
});

test('what its datatype cannot read is refused', () => {
  const refused = {
    int: '1.5',
    decimal: '1e5',
    date: '2018-02-30',
    time: '25:00',
    dateTime: 'hôm nay',
    geopoint: '91 0 0 0',
    geotrace: '1 1',
  };
  for (const [type, text] of Object.entries(refused)) assert.equal(readable(type, text), false, type);
});
