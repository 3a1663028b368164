// The same random answers given to both engines: after every step they have to agree on every byte of the XML, on what is relevant,
// required, readonly, offered and wrong, and on what the step touched. RUNS, STEPS and RANDOM (forms made up by dice) make it longer, SEED
// repeats one failure.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';

import {modulesFor, start} from '../../../static/js/form/engine.mjs';
import {restore} from '../../../static/js/form/restore.mjs';
import {PYTHON, ROOT, surroundings} from '../corpus.mjs';

const {RUNS = '1', STEPS = '20', SEED = '1', RANDOM = '60'} = process.env;

const forms = ['forms', 'tests/corpus/forms']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => folder + '/' + name),
  )
  .filter((path) => readFileSync(join(ROOT, path), 'utf8').includes('| survey |'));

function python(what, given) {
  const folder = mkdtempSync(join(tmpdir(), 'phieu-js-'));
  try {
    writeFileSync(join(folder, 'given.json'), JSON.stringify(given));
    const options = {cwd: ROOT, maxBuffer: 2 ** 30};
    return JSON.parse(execFileSync(PYTHON, ['tests/js/differential.py', what, join(folder, 'given.json')], options));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

// A small generator of random numbers that gives the same ones for the same seed (mulberry32).
function dice(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {next, below: (n) => Math.floor(next() * n), of: (all) => all[Math.floor(next() * all.length)]};
}

// Every node that there is: { ref, node }; a repeat also as a whole, its ref without a position.
function nodesOf(filling, {nodes}) {
  const inside = (number, ref) =>
    nodes.flatMap((node, child) => {
      if (node.p !== number) return [];
      const own = ref ? ref + '/' + node.n : node.n;
      if (node.k !== 'repeat') return [{ref: own, node}, ...inside(child, own)];
      const instances = filling.instances(own).flatMap((one) => [{ref: one, node}, ...inside(child, one)]);
      return [{ref: own, node, isWhole: true}, ...instances];
    });
  return inside(0, '');
}

const TEXTS = ['Nhà trọ cô Bảy', 'a < b & c > d', '0912345678', '  hai  dòng\nxuống hàng', '“Đề án”', 'x', '\u0001hỏng', '😀 mặt cười'];
const DATES = ['2018-06-05', '2018-06-30', '2018-01-01', '1995-12-31', '2018-02-30', 'hôm nay'];

const anyNumber = ({below, of}) => of([String(below(40)), String(below(40)), String(below(5000)), '-3', '12.5', '9007199254740993']);
// Where any number may be the count of a repeat.
const aSmallOne = ({of}) => of(['0', '1', '2', '3', '5', '-1', 'x', '1.5']);

function answer(filling, {ref, node}, random, whole) {
  const {next, below, of} = random;
  if (next() < 0.1) return '';
  const offered = filling.choices(ref).map((choice) => choice.value);
  if (node.items && next() < 0.95) return node.t === 'select' ? offered.filter(() => next() < 0.3).join(' ') : (of(offered) ?? '');
  if (node.t === 'int') return whole(random);
  if (node.t === 'decimal') return of([below(100) / 8 + '', '0.1', '2.675', '-1', '1,5', '1e3']);
  if (node.t === 'date') return of(DATES);
  if (node.t === 'time') return of(['07:30:00.000+07:00', '18:05', '24:00']);
  if (node.t === 'dateTime') return of(['2018-06-05T07:30:00.000+07:00', '2018-06-05T23:30:00Z']);
  if (node.t === 'geopoint') return of(['10.98 106.65 0 12.5', '10.99 106.66 0 80', '91 0 0 0']);
  if (node.n === 'gioi_thieu' || node.t === 'trigger') return 'OK';
  return of(TEXTS);
}

// One thing that a person may do.
function action(filling, wire, random, whole) {
  const all = nodesOf(filling, wire);
  const repeats = all.filter((one) => one.isWhole).map((one) => one.ref);
  const repeat = repeats.length && random.next() < 0.12 ? random.of(repeats) : '';
  if (random.next() < 0.03) return ['restore'];
  if (repeat && (random.next() < 0.6 || !filling.instances(repeat).length))
    return ['add', repeat, 1 + random.below(filling.instances(repeat).length + 1)];
  if (repeat) return ['remove', random.of(filling.instances(repeat))];
  const shown = all.filter(({ref, node}) => node.ctl && !node.k && (filling.isRelevant(ref) || random.next() < 0.1));
  const target = random.of(shown);
  return target ? ['set', target.ref, answer(filling, target, random, whole)] : ['restore'];
}

// Texts with something computed in them, as their nodes show them.
function textsOf(filling, {texts}, nodes) {
  const shown = nodes.flatMap(({ref, node}) => ['label', 'hint', 'msg', 'reqmsg'].map((what) => [what + ':' + ref, node[what], ref]));
  return Object.fromEntries(
    shown.filter(([, text]) => Array.isArray(texts[text])).map(([key, text, ref]) => [key, filling.text(text, ref)]),
  );
}

function seen(filling, wire, nodes, changes) {
  const refs = nodes.map((one) => one.ref);
  const offered = refs.map((ref) => [ref, filling.choices(ref).map(({value, label}) => [value, label])]);
  const key = (pair) => pair.join('\0');
  return {
    draft: filling.xml({final: false}),
    final: filling.xml(),
    problems: filling.problems().map(({ref, code, message}) => [ref, code, message]),
    relevant: refs.filter((ref) => filling.isRelevant(ref)),
    required: refs.filter((ref) => filling.isRequired(ref)),
    readonly: refs.filter((ref) => filling.isReadonly(ref)),
    choices: Object.fromEntries(offered.filter(([, found]) => found.length)),
    touched: changes ? changes.touched.sort((a, b) => (key(a) < key(b) ? -1 : 1)) : [],
    cleared: changes ? changes.cleared.sort() : [],
    texts: textsOf(filling, wire, nodes),
    name: filling.instanceName,
  };
}

function played(wire, seed, whole) {
  const random = dice(seed);
  let filling = start(wire, person());
  const steps = [];
  const states = [];
  while (steps.length < Number(STEPS)) {
    const act = action(filling, wire, random, whole);
    const [what, ref, more] = act;
    let changes = null;
    if (what === 'set') changes = filling.set(ref, more);
    if (what === 'add') filling.add(ref, more);
    if (what === 'remove') changes = filling.remove(ref);
    if (what === 'restore') filling = restore(wire, filling.xml({final: false}), person());
    const nodes = nodesOf(filling, wire).filter((one) => !one.isWhole);
    states.push(seen(filling, wire, nodes, changes));
    steps.push({do: act, refs: nodes.map((one) => one.ref), texts: Object.keys(states.at(-1).texts)});
  }
  return {steps, states};
}

const person = () => surroundings({unit: 'phu-cuong'});

// Where two strings part, for a message that can be read.
function parting(a, b) {
  let at = 0;
  while (a[at] === b[at]) at++;
  return [a, b].map((text) => '…' + text.slice(Math.max(0, at - 80), at + 60));
}

test('both engines agree on random answers to every form', () => agree(forms, anyNumber));

test('both engines agree on random answers to random forms', () => {
  const made = python('random', {seed: Number(SEED), count: Number(RANDOM)});
  assert.equal(made.length, Number(RANDOM));
  return agree(made, aSmallOne);
});

async function agree(forms, whole) {
  const wires = python('wires', forms);
  const runs = [];
  for (const [at, wire] of wires.entries()) {
    for (const module of modulesFor(wire)) await import(module);
    for (let run = 0; run < Number(RUNS); run++)
      runs.push({form: forms[at], seed: Number(SEED) + run, ...played(wire, Number(SEED) + run, whole)});
  }
  const answers = python(
    'replay',
    runs.map(({form, steps}) => ({form, steps})),
  );
  for (const [at, {form, seed, steps, states}] of runs.entries()) {
    for (const [place, state] of states.entries()) {
      const where = form + ' seed ' + seed + ' step ' + (place + 1) + ' ' + JSON.stringify(steps[place].do);
      const expected = answers[at][place];
      for (const what of Object.keys(state)) {
        if (typeof state[what] === 'string' && state[what] !== expected[what])
          assert.deepEqual(...parting(state[what], expected[what]), where + ' ' + what);
        assert.deepEqual(state[what], expected[what], where + ' ' + what);
      }
    }
  }
}
