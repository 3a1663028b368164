// Reading a record's XML: strict, because what reads it is what wrote it.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {start} from '../../../static/js/form/engine.mjs';
import {restore} from '../../../static/js/form/restore.mjs';

const ctx = {now: new Date('2018-06-05T09:30:15.250+07:00'), uuid: () => 'u'};

// ten, and a repeat nguoi with ho_ten.
function wire() {
  const nodes = [
    {n: 'data', p: -1, k: 'group'},
    {n: 'ten', p: 0, ctl: 1},
    {n: 'nguoi', p: 0, k: 'repeat'},
    {n: 'ho_ten', p: 2, ctl: 1},
  ];
  const root = {name: 'data', attrs: [['id', 'thu "1"']]};
  return {wire: 1, id: 't', version: '1', lang: 'vi', root, nodes, exprs: [], plan: [], feeds: [0, 0, 0, 0], instances: {}, texts: [], messages: {}};
}

const ten = (xml) => restore(wire(), xml, ctx).value('ten');

test('text comes back as it was, whatever signs it holds', () => {
  const filling = start(wire(), ctx);
  for (const text of ['a < b & c > d', '“Đề án” \'1\'', 'một\nhai\tba', 'a\rb', ']]>', '😀', '&amp;', '  ']) {
    filling.set('ten', text);
    assert.equal(ten(filling.xml()), text);
  }
});

test('what XML cannot hold is left out of what was typed', () => {
  const filling = start(wire(), ctx);
  filling.set('ten', 'a\u0000b\u0008c\ud800d');
  assert.equal(filling.value('ten'), 'abcd');
});

test('entities, character references, CDATA, comments and a declaration are read', () => {
  assert.equal(ten('<?xml version="1.0"?><!-- x --><data><ten>&lt;&#65;&#x42;&quot;&apos;<![CDATA[<&]]><!-- y -->z</ten></data>\n'), '<AB"\'<&z');
});

test('line ends are read as XML says', () => {
  assert.equal(ten('<data><ten>a\r\nb\rc&#13;d</ten></data>'), 'a\nb\nc\rd');
});

test('instances of a repeat come back in order, a template does not count', () => {
  const xml = '<data><nguoi jr:template=""><ho_ten/></nguoi><nguoi><ho_ten>An</ho_ten></nguoi><nguoi><ho_ten>Bé</ho_ten></nguoi></data>';
  const filling = restore(wire(), xml, ctx);
  assert.deepEqual(filling.instances('nguoi').map((ref) => filling.value(ref + '/ho_ten')), ['An', 'Bé']);
});

test('a record without an element of the form is filled up, and elements that the form does not know are left out', () => {
  const filling = restore(wire(), '<data><la>?</la></data>', ctx);
  assert.equal(filling.xml(), '<data id="thu &quot;1&quot;"><ten/></data>');
});

test('a prefix of a name does not matter', () => {
  assert.equal(ten('<data><x:ten xmlns:x="urn:x">A</x:ten></data>'), 'A');
});

const BROKEN = {
  'an element that is not closed': '<data><ten></data>',
  'no end': '<data>',
  'a document type': '<!DOCTYPE data [<!ENTITY x "y">]><data/>',
  'an unknown entity': '<data><ten>&x;</ten></data>',
  'a lone ampersand': '<data><ten>a & b</ten></data>',
  'an attribute without quotes': '<data id=1/>',
  'two roots': '<data/><data/>',
  'text beside the root': 'x<data/>',
  'nothing at all': '',
  'a character that does not exist': '<data><ten>&#x110000;</ten></data>',
};

for (const [what, xml] of Object.entries(BROKEN)) {
  test('XML with ' + what + ' is refused', () => {
    assert.throws(() => restore(wire(), xml, ctx));
  });
}
