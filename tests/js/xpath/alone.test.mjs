// JavaScript's side of tests/corpus/alone: the door that strangers use.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {evaluateWire} from '../../../static/js/form/run.mjs';
import {cases, generated} from '../corpus.mjs';

const wires = generated('tests.corpus')['alone.json'];

for (const [name, file] of cases('alone')) {
  file.cases.forEach((one, place) => {
    test(name + ': ' + one.expr, async () => {
      const wire = wires[name][place];
      if (one.expect === 'refused') return assert.equal(wire, null);
      if (one.expect === 'error') return assert.rejects(evaluateWire(wire));
      const [kind, value] = one.expect;
      const answer = await evaluateWire(wire);
      assert.equal(answer.kind, kind);
      assert.deepEqual(answer.value, kind === 'number' ? Number(value) : value);
    });
  });
}

test('an answer is told in every kind, of JSON or its text', async () => {
  const wire = JSON.stringify({...wires.documents[5], now: '2018-06-05T09:30:00.000+07:00'});
  assert.deepEqual(await evaluateWire(wire), {kind: 'number', value: 42, text: '42', number: 42, boolean: true});
});

test('a function that is not there fails', async () => {
  await assert.rejects(evaluateWire({...wires.documents[0], expr: ['tong', 1, 2]}), /tong/);
});

test('chance can be given, and is there without', async () => {
  const wire = {...wires.documents[0], expr: ['random']};
  assert.equal((await evaluateWire(wire, {random: () => 0.25})).value, 0.25);
  assert.ok((await evaluateWire(wire)).value < 1);
  assert.equal((await evaluateWire({...wire, expr: ['uuid']}, {uuid: () => 'u'})).value, 'u');
  assert.equal((await evaluateWire({...wire, expr: ['uuid']})).value.length, 36);
});
