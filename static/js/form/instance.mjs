// The nodes of one record and of the lists beside it, as expressions see them, and the record's XML, written in the bytes that
// app/engine/instance.py writes. What is relevant or computed is decided in engine.mjs; restore.mjs reads XML.

import {Moment, readNumber} from '../xpath/evaluate.mjs';

// The definitions of wire.nodes with what follows from them: id, up, kids and their places by name, the place among the kids of `up`,
// the ids of the repeats above, and what its text is read as.
export function define(wire) {
  const defs = wire.nodes.map((node, id) => ({...node, id, kids: [], places: new Map(), repeats: [], reads: READS[node.t]}));
  for (const def of defs.slice(1)) {
    def.up = defs[def.p];
    def.place = def.up.kids.push(def) - 1;
    if (!def.up.places.has(def.n)) def.up.places.set(def.n, def.place);
    def.repeats = def.up.k === 'repeat' ? [...def.up.repeats, def.p] : def.up.repeats;
  }
  return defs;
}

// A node of the record. `own` is its own relevance, `relevant` also that of its ancestors. `slots` hold one array of nodes for each kid of
// the definition: a repeat's with any number of instances, the others with one.
export class Node {
  constructor(def, up) {
    this.def = def;
    this.up = up;
    this.text = '';
    this.own = true;
    this.name = def.n;
    this.isRepeat = def.k === 'repeat';
    this.relevant = up.relevant;
    this.required = def.req === true;
    this.readonly = def.ro === true;
    this.slots = NONE;
  }

  // Of the record, not of a list.
  get main() {
    return true;
  }

  // What an expression reads: a number or a Moment where the datatype is one, else text.
  get value() {
    const {text, def} = this;
    return text === '' || !def.reads ? text : (def.reads(text, def.t) ?? text);
  }

  children(name) {
    if (name === '*') return this.slots.filter((nodes, at) => this.def.kids[at].n[0] !== '@').flat();
    return this.slots[this.def.places.get(name)] ?? [];
  }

  // Every node of a definition at or below this one, in document order.
  below(def) {
    if (def === this.def) return [this];
    const parents = this.below(def.up);
    return parents.length === 1 ? parents[0].slots[def.place] : parents.flatMap((parent) => parent.slots[def.place]);
  }

  // This node and everything inside it, in document order.
  walk(found = []) {
    found.push(this);
    for (const nodes of this.slots) for (const kid of nodes) kid.walk(found);
    return found;
  }

  get isAttached() {
    return !this.up.def || (this.up.children(this.name).includes(this) && this.up.isAttached);
  }

  // The path with positions for repeats, without the root.
  get ref() {
    if (!this.up.def) return '';
    const place = this.isRepeat ? '[' + (this.up.children(this.name).indexOf(this) + 1) + ']' : '';
    return below(this.up.ref, this.name + place);
  }
}

// A number beyond what doubles count exactly stays text, so that it is copied and compared digit by digit.
function readsNumber(text) {
  const number = readNumber(text);
  return Math.abs(number) < 2 ** 53 ? number : undefined;
}

// How the text of a datatype that is not text becomes a value.
export const READS = {int: readsNumber, decimal: readsNumber, date: Moment.read, time: Moment.read, dateTime: Moment.read};

export const below = (ref, name) => (ref ? ref + '/' + name : name);

const NONE = [];

// A node with everything in it: new with its defaults, or with the values of an XML element (null: the record has none).
export function grow(def, up, source) {
  const node = new Node(def, up);
  if (!def.k) node.text = source === undefined ? (def.d ?? '') : (source?.text ?? '');
  if (def.kids.length) node.slots = def.kids.map((kid) => sources(kid, source).map((one) => grow(kid, node, one)));
  return node;
}

function sources(kid, source) {
  const isRepeat = kid.k === 'repeat';
  if (source === undefined) return Array(isRepeat ? (kid.start ?? 1) : 1).fill();
  if (kid.n[0] === '@') return [{text: source?.attrs[kid.n.slice(1)] ?? ''}];
  const found = source?.kids.filter((element) => local(element.name) === local(kid.n)) ?? [];
  return isRepeat ? found.filter((element) => !Object.keys(element.attrs).some((name) => local(name) === 'template')) : [found[0] ?? null];
}

export const local = (name) => name.slice(name.indexOf(':') + 1);

const NO_KIDS = () => [];

// A node that is not part of the record: the document above its root, a list, a row, a cell.
export class Plain {
  relevant = true;

  // `kids` gives its children, which all have one name.
  constructor(name, up, value = '', kids = NO_KIDS) {
    this.name = name;
    this.up = up;
    this.value = value;
    this.kids = kids;
  }

  children(name) {
    const found = this.kids();
    return name === '*' || found[0]?.name === name ? found : [];
  }
}

// A row of a list. Its cells become nodes when somebody asks for them.
class Row extends Plain {
  constructor(up, cols, texts) {
    super('item', up);
    this.cols = cols;
    this.texts = texts;
  }

  cell(name) {
    return this.texts[this.cols.indexOf(name)] ?? '';
  }

  children(name) {
    const names = name === '*' ? this.cols : this.cols.includes(name) ? [name] : [];
    return names.map((one) => new Plain(one, this, this.cell(one)));
  }
}

// Makers of documents for lists of other structures: trees.mjs fills this in.
export const structures = {};

// A list of the wire as a document: root/item/column.
export function listDocument({cols, rows, tree}) {
  if (!cols) return structures.tree(tree);
  const document = new Plain('', null, '', () => [root]);
  const root = new Plain('root', document, '', () => items);
  const items = rows.map((texts) => new Row(root, cols, texts));
  return document;
}

const ESCAPES = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;'};
const escapeText = (text) => text.replace(/[&<>\r]/g, (sign) => ESCAPES[sign]);
const attribute = ([name, value]) => ' ' + name + '="' + value.replace(/[&<>\r"\t\n]/g, (sign) => ESCAPES[sign]) + '"';

// The XML of a node and what it holds; the final one leaves out what is not relevant.
export function writeXml(node, final, attrs = []) {
  if (final && !node.relevant) return '';
  const own = node.slots.flat().filter((kid) => kid.name[0] === '@' && (kid.relevant || !final));
  const head = node.name + [...attrs, ...own.map((kid) => [kid.name.slice(1), kid.text])].map(attribute).join('');
  const inner = escapeText(node.text) + node.children('*').map((kid) => writeXml(kid, final)).join('');
  return inner ? '<' + head + '>' + inner + '</' + node.name + '>' : '<' + head + '/>';
}
