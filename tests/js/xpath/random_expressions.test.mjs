// Thousands of expressions that nobody would write: both evaluators have to give the same. CASES makes it longer, SEED repeats one run.
// A difference becomes a case of tests/corpus/expressions, settled by what JavaRosa does.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';

import '../../../static/js/xpath/geo.mjs';
import '../../../static/js/xpath/hashing.mjs';
import '../../../static/js/xpath/rare.mjs';
import {Moment, evaluate, plain, toText} from '../../../static/js/xpath/evaluate.mjs';
import {PYTHON, ROOT} from '../corpus.mjs';
import {record} from './record.mjs';

const {CASES = '2000', SEED = '1'} = process.env;

function answer(tree, ref, {nodes, lists}) {
  const {env, find} = record(nodes, lists);
  const node = find(ref);
  try {
    const value = evaluate(tree, {env, node, current: node});
    if (Array.isArray(value)) return ['nodes', value.map((one) => one.text ?? toText(one.value))];
    if (value instanceof Moment) return ['moment', value.text, value.kind];
    return [typeof value, typeof value === 'number' ? plain(value) : value];
  } catch {
    return ['error'];
  }
}

// Powers, roots and angles may differ in the last binary digit from one machine to the next, also where their text is looked at.
const INEXACT = /"(pow|exp|exp10|log|log10|sin|cos|tan|asin|acos|atan|atan2|sqrt|distance|area)"/;

const close = ([kind, a], [other, b]) => kind === 'number' && other === kind && Math.abs(a - b) <= 1e-12 * Math.abs(b);

test('both evaluators give the same for random expressions', () => {
  const options = {cwd: ROOT, maxBuffer: 2 ** 30};
  const given = JSON.parse(execFileSync(PYTHON, ['tests/js/random_expressions.py', SEED, CASES], options));
  const kinds = new Set();
  for (const [tree, ref, expected] of given.cases) {
    const found = answer(tree, ref, given);
    kinds.add(expected[0]);
    if (INEXACT.test(JSON.stringify(tree)) && (close(found, expected) || found[0] === expected[0])) continue;
    assert.deepEqual(found, expected, JSON.stringify(tree) + ' at ' + ref);
  }
  assert.deepEqual([...kinds].sort(), ['boolean', 'error', 'moment', 'nodes', 'number', 'string']);
});
