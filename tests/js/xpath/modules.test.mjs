// Which functions come with which module: app/engine/xpath/uses.py tells browsers what to fetch, and there they have to be.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';

import {modulesFor} from '../../../static/js/form/engine.mjs';
import {functions, lazy} from '../../../static/js/xpath/functions.mjs';
import {PYTHON, ROOT} from '../corpus.mjs';

const ask = `
import json
from app.engine.xpath.functions import FUNCTIONS
from app.engine.xpath.uses import modules
print(json.dumps({name: modules([(name, "x", "x")]) for name in FUNCTIONS}))
`;
const uses = JSON.parse(execFileSync(PYTHON, ['-c', ask], {cwd: ROOT, encoding: 'utf8'}));
const there = () => new Set([...Object.keys(functions), ...Object.keys(lazy)]);
const everyday = there();

test('everyday functions need no further module, every other function is in the module that is fetched for it', async () => {
  const wanted = Object.keys(uses).filter((name) => !everyday.has(name) || uses[name].length);
  assert.deepEqual(wanted.filter((name) => uses[name].length !== 1 && !everyday.has(name)), []);
  for (const name of wanted) {
    for (const url of modulesFor({uses: uses[name]})) await import(url);
    assert.ok(there().has(name), name);
  }
});

test('the browser knows the functions that forms may be published with, and no others', () => {
  assert.deepEqual([...there()].sort(), Object.keys(uses).sort());
  assert.ok(there().size > 60);
});

test('a form that names no modules needs none', () => {
  assert.deepEqual(modulesFor({}), []);
});
