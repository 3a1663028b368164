// What the modules of static/js/form/faces know without a page.

import assert from 'node:assert/strict';
import test from 'node:test';

import {counted} from '../../../static/js/form/faces/counter.mjs';
import {READ, SHOWN} from '../../../static/js/form/faces/days.mjs';
import {spoken} from '../../../static/js/form/faces/figures.mjs';
import {fitting, fold} from '../../../static/js/form/faces/fold.mjs';
import {arranged, moved} from '../../../static/js/form/faces/rank.mjs';
import {listed, moved as next, told} from '../../../static/js/form/faces/search.mjs';
import {stepped} from '../../../static/js/form/faces/slider.mjs';

const t = (key, {n, shown} = {}) => [key, n, shown].filter((one) => one !== undefined).join(' ');
const labels = (...names) => names.map((label, value) => ({label, value: String(value)}));

test('search needs neither case nor diacritics', () => {
  assert.equal(fold('  Định  Hoà '), 'dinh hoa');
  const list = labels('Phú Cường', 'Định Hoà (phường mới)', 'Phú Hòa');
  const found = (typed) => fitting(list, typed).map(({label}) => label);
  assert.deepEqual(found('phu cuong'), ['Phú Cường']);
  assert.deepEqual(found('dinh hoa'), ['Định Hoà (phường mới)']);
  assert.deepEqual(found('HOA phu'), ['Định Hoà (phường mới)', 'Phú Hòa']);
  assert.deepEqual(found('phuong'), ['Định Hoà (phường mới)']);
  assert.deepEqual(found('uong'), []);
  assert.equal(found('').length, 3);
});

test('what is chosen stands above what was found, and no more than 100 are shown', () => {
  const many = labels(...Array.from({length: 110}, (_, number) => `Hộ ${number}`));
  const shown = listed(many, new Set(['3', '109']), many);
  assert.deepEqual(shown.slice(0, 3).map(({value}) => value), ['3', '109', '0']);
  assert.equal(shown.length, 101);
  assert.equal(told(0, t), 'search_none');
  assert.equal(told(7, t), 'search_found 7');
  assert.equal(told(101, t), 'search_more 101 100');
});

test('arrows go round a list', () => {
  assert.equal(next(-1, 'ArrowDown', 3), 0);
  assert.equal(next(2, 'ArrowDown', 3), 0);
  assert.equal(next(1, 'ArrowUp', 3), 0);
  assert.equal(next(-1, 'ArrowUp', 3), 2);
});

test('an order changes by one place, keeps to what is offered, and takes in what is new', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'c', 'b']);
  assert.deepEqual(arranged(['c', 'x', 'a'], ['a', 'b', 'c']), ['c', 'a', 'b']);
});

test('a step on a scale is exact and ends where the scale ends', () => {
  const scale = {start: '0', least: '0', most: '1'};
  assert.equal(stepped('', 0.1, scale), '0');
  assert.equal(stepped('0.2', 0.1, scale), '0.3');
  assert.equal(stepped('1', 0.1, scale), '1');
  assert.equal(stepped('0', -0.1, scale), '0');
});

test('one more and one less than what was typed', () => {
  assert.equal(counted('', 1), '1');
  assert.equal(counted('', -1), '0');
  assert.equal(counted('1.500', 1), '1501');
  assert.equal(counted('-1', 1), '0');
  assert.equal(counted('vài', 1), 'vài');
});

test('a number of five figures and more is read back, from a million on in words', () => {
  assert.equal(spoken('', t), '');
  assert.equal(spoken(null, t), '');
  assert.equal(spoken('2018', t), '');
  assert.equal(spoken('12500', t), 'reads 12.500');
  assert.equal(spoken('-12500.25', t), 'reads -12.500,25');
  assert.equal(spoken('1500000', t), 'reads 1.500.000 (million 1,5)');
  assert.equal(spoken('3755000000', t), 'reads 3.755.000.000 (thousand_million 3,76)');
});

test('months, years and days are dates of the record', () => {
  assert.equal(READ.month('2018-06'), '2018-06-1');
  assert.equal(READ.month(' 6/2018'), '2018-6-1');
  assert.equal(READ.month('6'), '6');
  assert.equal(READ.year('1998 '), '1998-1-1');
  assert.equal(READ.year('98'), '98');
  assert.equal(READ.day('3.2.1999'), '3.2.1999');
  assert.deepEqual([SHOWN.month, SHOWN.year, SHOWN.day].map((shown) => shown('2018-06-05')), ['06/2018', '2018', '05/06/2018']);
  assert.deepEqual([SHOWN.month, SHOWN.year, SHOWN.day].map((shown) => shown('98')), ['98', '98', '98']);
});
