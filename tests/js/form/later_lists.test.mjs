// Heavy lists come after the page: until then nothing that was chosen is lost, and then everything is as if they had always been there.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {start} from '../../../static/js/form/engine.mjs';
import {restore} from '../../../static/js/form/restore.mjs';

const HOUSES = {cols: ['name', 'label', 'khu_pho'], rows: [['bay', 'Nhà trọ cô Bảy', 'kp1'], ['tam', 'Nhà trọ bác Tám', 'kp2']]};

// khu_pho, nha_tro chosen from the houses of that khu_pho, ten computed from the house.
function wire() {
  const house = ['path', ['instance', 'nha_tro'], 'root'];
  return {
    wire: 1, id: 't', version: '1', title: 't', lang: 'vi', zone: 'Asia/Ho_Chi_Minh', root: {name: 'data', attrs: []},
    nodes: [
      {n: 'data', p: -1, k: 'group'},
      {n: 'khu_pho', p: 0, ctl: 1},
      {n: 'nha_tro', p: 0, t: 'select1', ctl: 1, items: [0, 'name', 'label']},
      {n: 'ten', p: 0, calc: 1},
    ],
    exprs: [
      [...house, ['item', ['=', ['path', 1, 'khu_pho'], ['path', 0, 'data', 'khu_pho']]]],
      [...house, ['item', ['=', ['path', 1, 'name'], ['path', 0, 'data', 'nha_tro']]], 'label'],
    ],
    plan: [[3, 1, 1], [2, 6, 0]],
    feeds: [0, [1], [0], 0],
    instances: {}, texts: [], messages: {type: 'sai', required: 'thiếu'}, later: ['nha_tro'],
  };
}

const ctx = {now: new Date(0), uuid: () => 'u'};

test('an answer from a list that has not come yet is neither cleared nor called wrong', () => {
  const filling = restore(wire(), '<data><khu_pho>kp1</khu_pho><nha_tro>bay</nha_tro></data>', ctx);
  filling.set('khu_pho', 'kp2');
  filling.set('khu_pho', 'kp1');
  assert.equal(filling.value('nha_tro'), 'bay');
  assert.deepEqual(filling.problems(), []);
});

test('when the list comes, choices are offered and what is computed from it follows', () => {
  const filling = restore(wire(), '<data><khu_pho>kp1</khu_pho><nha_tro>bay</nha_tro></data>', ctx);
  const {touched} = filling.arrive({nha_tro: HOUSES});
  assert.deepEqual(filling.choices('nha_tro').map(({value}) => value), ['bay']);
  assert.equal(filling.value('ten'), 'Nhà trọ cô Bảy');
  assert.ok(touched.some(([ref, kind]) => ref === 'ten' && kind === 'value'));
  assert.ok(touched.some(([ref, kind]) => ref === 'nha_tro' && kind === 'items'));
});

test('a choice that the list then does not offer is cleared and told', () => {
  const filling = start(wire(), ctx);
  filling.set('khu_pho', 'kp1');
  filling.set('nha_tro', 'tam');
  assert.deepEqual(filling.arrive({nha_tro: HOUSES}).cleared, ['nha_tro']);
  assert.equal(filling.value('nha_tro'), '');
});
