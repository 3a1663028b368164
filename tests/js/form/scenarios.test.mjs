// JavaScript's side of tests/corpus/scenarios: forms filled in step by step; tests/unit/engine runs the same cases.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {modulesFor, start} from '../../../static/js/form/engine.mjs';
import {restore} from '../../../static/js/form/restore.mjs';
import {fromInput} from '../../../static/js/form/inputs.mjs';
import {cases, generated, surroundings} from '../corpus.mjs';

const files = generated('tests.corpus');

// The datatype of the node at a ref, found in the wire by its path.
function datatype({nodes}, ref) {
  let number = 0;
  for (const step of ref.replace(/\[\d+\]/g, '').split('/')) number = nodes.findIndex((node) => node.p === number && node.n === step);
  return nodes[number];
}

function take(filling, wire, step) {
  if (step.set) {
    const [ref, text, typed] = step.set;
    const changes = filling.set(ref, typed ? fromInput(datatype(wire, ref).t ?? 'string', text) : text);
    if (step.cleared) assert.deepEqual([...changes.cleared].sort(), step.cleared);
  } else if (step.add) {
    const ref = filling.add(step.add, step.at);
    if (step.gives) assert.equal(ref, step.gives);
  } else if (step.remove) filling.remove(step.remove);
  else for (const [what, expected] of Object.entries(step.expect)) EXPECT[what](filling, expected, wire);
}

const each = (ask) => (filling, expected) =>
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((ref) => [ref, ask(filling, ref)])), expected);

function assertProblems(problems, expected) {
  assert.deepEqual(
    problems.map(({ref, code, message}, at) => [ref, code, expected[at]?.[2] === null ? null : message]),
    expected,
  );
}

function shownText(filling, key, wire) {
  const [what, ref] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  return filling.text(datatype(wire, ref)[what], ref);
}

const EXPECT = {
  values: each((filling, ref) => filling.value(ref)),
  relevant: each((filling, ref) => filling.isRelevant(ref)),
  required: each((filling, ref) => filling.isRequired(ref)),
  readonly: each((filling, ref) => filling.isReadonly(ref)),
  instances: each((filling, ref) => filling.instances(ref)),
  choices: (filling, expected) =>
    each((same, ref) => {
      const width = expected[ref].some((row) => row.length > 2) ? 3 : 2;
      return same.choices(ref).map(({value, label, media}) => [value, label, media].slice(0, width));
    })(filling, expected),
  texts: (filling, expected, wire) => each((same, key) => shownText(filling, key, wire))(filling, expected),
  problems: (filling, expected) => assertProblems(filling.problems(), expected),
  problems_under: (filling, expected) => Object.entries(expected).forEach(([ref, found]) => assertProblems(filling.problems(ref), found)),
  xml: (filling, expected) => assert.equal(filling.xml(), expected),
  draft: (filling, expected) => assert.equal(filling.xml({final: false}), expected),
};

for (const [name, content] of cases('scenarios')) {
  for (const scenario of [content].flat()) {
    test(name + ': ' + scenario.about, async () => {
      const wire = files['wires/' + scenario.form + '.' + (scenario.lang ?? 'vi') + '.json'];
      for (const module of modulesFor(wire)) await import(module);
      const ctx = surroundings(scenario.context);
      const filling = scenario.restore ? restore(wire, scenario.restore, ctx) : start(wire, ctx);
      scenario.steps.forEach((step, at) => {
        try {
          take(filling, wire, step);
        } catch (error) {
          error.message = 'step ' + (at + 1) + ' ' + JSON.stringify(step).slice(0, 200) + ': ' + error.message;
          throw error;
        }
      });
    });
  }
}

test('what Python wrote as wire of each form of the corpus can be started and gives XML that can be restored', async () => {
  const wires = Object.entries(files).filter(([name]) => name.startsWith('wires/'));
  for (const [name, wire] of wires) {
    for (const module of modulesFor(wire)) await import(module);
    const draft = start(wire, surroundings()).xml({final: false});
    assert.equal(restore(wire, draft, surroundings()).xml({final: false}), draft, name);
  }
});
