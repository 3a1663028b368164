// JavaScript's side of tests/corpus/expressions; tests/unit/engine runs the same cases.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import '../../../static/js/xpath/geo.mjs';
import '../../../static/js/xpath/hashing.mjs';
import '../../../static/js/xpath/rare.mjs';
import {Moment, evaluate, toText} from '../../../static/js/xpath/evaluate.mjs';
import {cases, generated} from '../corpus.mjs';
import {record} from './record.mjs';

const trees = generated('tests.corpus')['trees.json'];

function evaluated(file, {expr, nodes, lists, at = '', lang}) {
  const {env, find} = record(nodes ?? file.nodes ?? {}, lists ?? file.lists, lang);
  const node = find(at);
  assert.ok(node, 'no node at ' + at);
  return evaluate(trees[expr], {env, node, current: node});
}

function assertGives(value, expected) {
  if (expected?.nodes)
    return assert.deepEqual(
      value.map((node) => node.text ?? toText(node.value)),
      expected.nodes,
    );
  if (expected?.moment) return assert.ok(value instanceof Moment) || assert.equal(value.text, expected.moment);
  if (expected?.number) return assert.equal(typeof value + ' ' + toText(value), 'number ' + expected.number);
  if (typeof expected !== 'number') return assert.strictEqual(value, expected);
  assert.equal(typeof value, 'number');
  return assert.ok(
    value === expected || Math.abs(value - expected) <= 1e-12 * Math.max(Math.abs(value), 1e-3),
    value + ' is not ' + expected,
  );
}

for (const [name, file] of cases('expressions')) {
  for (const one of file.cases) {
    test(name + ': ' + one.expr + (one.at ? ' at ' + one.at : ''), () => {
      if (one.expect?.error) return assert.throws(() => evaluated(file, one));
      const value = evaluated(file, one);
      assertGives(value, one.expect);
      if ('text' in one) assert.equal(toText(value), one.text);
    });
  }
}

test('the corpus has enough cases', () => {
  assert.ok(cases('expressions').flatMap(([, file]) => file.cases).length >= 1300);
});
