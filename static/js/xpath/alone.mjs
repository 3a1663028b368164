// One expression on its own, as app/engine/evaluation.py wrote it ("An expression on its own" in docs/formats/wire.md).

import {READS} from '../form/instance.mjs';
import {Moment, evaluate, toBoolean, toNumber, toText} from './evaluate.mjs';
import {functions, lazy} from './functions.mjs';

// An element of a plain document, or one of its attributes.
class Branch {
  relevant = true;
  isRepeat = false;

  constructor([name, attrs, content, datatype], up, main) {
    this.name = name;
    this.up = up;
    this.main = main;
    this.attrs = Object.entries(attrs);
    this.kids = Array.isArray(content) ? content.map((kid) => new Branch(kid, this, main)) : [];
    this.text = Array.isArray(content) ? '' : content;
    this.value = (this.text === '' ? undefined : READS[datatype]?.(this.text, datatype)) ?? this.text;
    for (const kid of this.kids) kid.isRepeat = this.children(kid.name).length > 1;
  }

  get attributes() {
    return this.attrs.map(([name, text]) => new Branch([name, {}, text], this, false));
  }

  children(name) {
    if (name[0] === '@') return this.attributes.filter((one) => one.name === name.slice(1));
    return name === '*' ? this.kids : this.kids.filter((kid) => kid.name === name);
  }
}

const grow = (element, main) => new Branch(['', {}, [element]], null, main);

// { kind: text | number | boolean | moment | nodes, value, text, number, boolean }, of nodes the list of their texts; fails with an Error
// where the expression does. `given` is the JSON, or its text. `random` and `uuid` can be given to have the same at every run.
export async function evaluateWire(given, {random = Math.random, uuid = () => crypto.randomUUID()} = {}) {
  const json = typeof given === 'string' ? JSON.parse(given) : given;
  await Promise.all(json.uses.map((name) => import(new URL(name + '.mjs', import.meta.url).href)));
  const document = grow(json.document, true);
  const documents = new Map(Object.entries(json.instances).map(([name, element]) => [name, grow(element, false)]));
  const env = {
    document, functions, lazy, random, uuid,
    lang: json.lang,
    version: json.version,
    itext: json.texts,
    properties: json.properties,
    now: () => new Date(json.now),
    choiceLabel: () => '',
    instance: (name) => {
      if (!documents.has(name)) throw new Error('no instance ' + name);
      return documents.get(name);
    },
  };
  const node = json.at.reduce((above, place) => above.kids[place], document);
  return answer(evaluate(json.expr, {env, node, current: node}));
}

function answer(value) {
  const conversions = {text: toText(value), number: toNumber(value), boolean: toBoolean(value)};
  if (Array.isArray(value)) return {kind: 'nodes', value: value.map((node) => toText(node.value)), ...conversions};
  if (value instanceof Moment) return {kind: 'moment', value: value.text, ...conversions};
  return {kind: typeof value === 'string' ? 'text' : typeof value, value, ...conversions};
}
