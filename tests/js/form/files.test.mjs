// What questions with files decide without a page: what bytes are, what a file is called, how lines drawn by hand run.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Ink, curves} from '../../../static/js/form/ink.mjs';
import {endingOf, fileName, pictureType, recordingType, suits} from '../../../static/js/form/kinds.mjs';
import {cases} from '../corpus.mjs';

for (const [name, {heads, suits: fits}] of cases('files')) {
  for (const {head, type, why} of heads) {
    test(`${name}: ${why}`, () => assert.equal(recordingType(Buffer.from(head, 'hex')) || null, type));
  }
  for (const {kind, type, suits: expected} of fits) {
    test(`${name}: ${type} for ${kind}`, () => assert.equal(suits(kind, type ?? ''), expected));
  }
}

test('pictures are those that pages can show', () => {
  const types = ['\xff\xd8\xff\xe0', '\x89PNG', 'GIF89a', 'RIFF\0\0\0\0WEBP', 'RIFF\0\0\0\0WAVE', '<svg'].map((text) => pictureType(Buffer.from(text, 'latin1')));
  assert.deepEqual(types, ['image/jpeg', 'image/png', 'image/gif', 'image/webp', '', '']);
  assert.equal(suits('image', ''), false);
  assert.equal(suits('image', 'image/png'), true);
});

test('an answer names its file after its question, any file after what it came as', () => {
  assert.equal(fileName('image', 'anh', 'IMG_1.HEIC', 'image/jpeg', '1a2b3c4d'), 'anh-1a2b3c4d.jpg');
  assert.equal(fileName('audio', 'loi', '', '', '1a2b3c4d'), 'loi-1a2b3c4d');
  assert.equal(fileName('file', 'tep', 'Hợp đồng/\u0000 "2018".PDF', '', '1a2b3c4d'), 'Hợp đồng 2018-1a2b3c4d.pdf');
  assert.equal(fileName('file', 'tep', '???', '', '1a2b3c4d'), 'tep-1a2b3c4d');
  assert.equal(fileName('file', 'tep', `${'a'.repeat(300)}.tar.gz`, '', '1a2b3c4d').length, 60 + 9 + 3);
  assert.equal(endingOf('application/pdf'), '');
});

/** A canvas context that only writes down what it was told. */
function paper() {
  const log = [];
  const note = (what) => (...numbers) => log.push([what, ...numbers.map((one) => Math.round(one * 10) / 10)]);
  return {log, beginPath: () => {}, stroke: note('stroke'), moveTo: note('from'), quadraticCurveTo: note('to')};
}

test('a line runs through the middles between its points; a point alone is a dot', () => {
  const [a, b, c] = [{x: 0, y: 0}, {x: 2, y: 0}, {x: 2, y: 2}];
  assert.deepEqual(curves([a, b]), []);
  assert.deepEqual(curves([a, b, c]), [[{x: 1, y: 0}, b, {x: 2, y: 1}]]);
  assert.equal(curves([a])[0][0], a);
});

test('strokes can be drawn in any size, taken back and cleared', () => {
  const [ink, context] = [new Ink(), paper()];
  ink.begin({x: 0, y: 0}, 'red', 0.01);
  ink.move({x: 0.5, y: 0});
  const newest = ink.move({x: 0.5, y: 0.5});
  ink.begin({x: 1, y: 1}, 'blue', 0.01);
  assert.equal(newest.points.length, 3);
  ink.draw(context, 100);
  assert.deepEqual(context.log, [['from', 25, 0], ['to', 50, 0, 50, 25], ['stroke'], ['from', 100, 100], ['to', 100, 100, 100, 100], ['stroke']]);
  assert.equal(context.lineWidth, 1);
  ink.undo();
  assert.equal(ink.strokes.length, 1);
  ink.clear();
  assert.equal(ink.empty, true);
});
