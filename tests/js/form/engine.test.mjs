// What is the browser's own in form/engine.mjs; what a form means is tested by the scenarios of the corpus.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {start} from '../../../static/js/form/engine.mjs';
import {surroundings} from '../corpus.mjs';

const data = (...steps) => ['path', 0, 'data', ...steps];

// Two amounts, their sum with a text that shows it, a question that only a big sum asks, and the clock.
function wire(extra = {}) {
  return {
    wire: 1, id: 't', version: '7', lang: 'vi', root: {name: 'data', attrs: []},
    nodes: [
      {n: 'data', p: -1, k: 'group'},
      {n: 'a', p: 0, t: 'int', ctl: 1},
      {n: 'b', p: 0, t: 'int', ctl: 1},
      {n: 'tong', p: 0, t: 'int', calc: 0, label: 0},
      {n: 'vi_sao', p: 0, rel: 1, req: true, ctl: 1},
      {n: 'rieng', p: 0, ctl: 1},
      {n: 'luc', p: 0, calc: 2},
    ],
    exprs: [['+', data('a'), data('b')], ['>', data('tong'), 100], ['format-date-time', ['now'], '%H:%M']],
    plan: [[3, 1, 0], [4, 0, 1], [6, 1, 2], [3, 7, 0]],
    feeds: [0, [0], [0], [1, 3], 0, 0, 0],
    instances: {},
    texts: [['Cộng: ', 3, ' đồng']],
    messages: {required: 'thiếu', type: 'sai', 'type:int': 'ghi số'},
    ...extra,
  };
}

const filled = () => {
  const one = wire();
  one.exprs.push(data('tong'));
  return start(one, surroundings());
};

test('a change touches what depends on it, and nothing else', () => {
  const filling = filled();
  assert.deepEqual(filling.set('rieng', 'x').touched, [['rieng', 'value']]);
  assert.deepEqual(filling.set('a', '1').touched, [['a', 'value']]);
  assert.deepEqual(filling.set('b', '200').touched, [['b', 'value'], ['tong', 'value'], ['vi_sao', 'relevant'], ['tong', 'text']]);
  assert.equal(filling.text(0, 'tong'), 'Cộng: 201 đồng');
});

test('the same answer again touches nothing', () => {
  const filling = filled();
  filling.set('a', '1');
  assert.deepEqual(filling.set('a', '1'), {touched: [], cleared: []});
});

test('a sum that stays the same asks nobody further', () => {
  const filling = filled();
  filling.set('a', '1');
  filling.set('b', '2');
  assert.deepEqual(filling.set('a', 'x').touched.at(1), ['tong', 'value']);
  assert.deepEqual(filling.set('b', 'y').touched, [['b', 'value']]);
});

test('stock messages say what the datatype wants', () => {
  const filling = filled();
  filling.set('a', 'x');
  assert.deepEqual(filling.problems(), [{ref: 'a', code: 'type', message: 'ghi số'}]);
});

test('a ref of nothing is an error', () => {
  const filling = filled();
  for (const ask of [() => filling.value('x'), () => filling.set('a/b', '1'), () => filling.set('', '1'), () => filling.remove('a')]) {
    assert.throws(ask);
  }
});

test('the clock is a moment or asked again each time', () => {
  assert.equal(start(wire(), {now: new Date('2018-06-05T02:30:00Z')}).value('luc'), '09:30');
  assert.equal(start(wire(), {now: () => new Date('2018-06-05T17:30:00Z')}).value('luc'), '00:30');
});

test('an expression that fails leaves a blank, and the others work on', () => {
  const one = wire();
  one.exprs[2] = ['date', 'hôm nay'];
  const filling = start(one, surroundings());
  filling.set('a', '1');
  filling.set('b', '2');
  assert.deepEqual([filling.value('luc'), filling.value('tong')], ['', '3']);
});

test('a text is spoken whole or one part of it, as a page with markup between the outputs needs it', () => {
  const filling = filled();
  filling.set('a', '1');
  filling.set('b', '2');
  assert.equal(filling.text(0, 'tong', '1'), '3');
});
