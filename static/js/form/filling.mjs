// A form on its own, for whoever wants to fill one in without our pages. Forgiving about addresses and values; the rules are engine.mjs's.
// The twin of app/engine/record.py.

import {plain} from '../xpath/evaluate.mjs';
import {modulesFor, resume, start} from './engine.mjs';
import {fromInput} from './inputs.mjs';
import {parseXml} from './restore.mjs';

// A new record of a form, or with `xml` one that exists. `wire` is what app.engine.to_wire(form, lang) gave, as an object or as text.
// around: { now: Date, ISO text or () => Date, username, fullName, unit, deviceid, email, phonenumber, lastSaved: XML, uuid, random }, all optional.
export async function fillIn(wire, around = {}, xml = undefined) {
  const file = typeof wire === 'string' ? JSON.parse(wire) : wire;
  await Promise.all(modulesFor(file).map((address) => import(address)));
  const ctx = {uuid: () => crypto.randomUUID(), ...around, now: clock(around.now)};
  if (typeof ctx.lastSaved === 'string') ctx.lastSaved = parseXml(ctx.lastSaved);
  return new Record(file, xml === undefined ? start(file, ctx) : resume(file, parseXml(xml), ctx));
}

// A moment without a zone is in Việt Nam.
function clock(now) {
  if (now === undefined) return () => new Date();
  if (typeof now !== 'string') return now;
  return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(now) ? now : (now.includes('T') ? now : now + 'T00:00:00') + '+07:00');
}

// One record. A node's address is a ref ("con[2]/ten"), an absolute XPath ("/data/con[2]/ten"), or "${ten}" for the only node of that name.
export class Record {
  #wire;

  constructor(wire, filling) {
    this.#wire = wire;
    this.filling = filling;
  }

  // A new answer, as it will stand in the XML: text, a number, choices as an array, null for blank. Gives the refs of choices that were
  // cleared by it, no longer being offered.
  set(address, answer) {
    return this.filling.set(this.ref(address), written(answer)).cleared;
  }

  // The same with what a person types in Vietnam: "12,5", "5/6/2018", "7h30". An Error if it cannot be read.
  type(address, typed) {
    const text = fromInput(this.#node(this.ref(address)).t ?? 'string', typed);
    if (text === null) throw new Error('cannot be read: ' + typed);
    return this.set(address, text);
  }

  // A new instance of a repeat at position `at` (1 is the first), at the end without it; gives its ref.
  add(repeat, at) {
    return this.filling.add(this.ref(repeat), at);
  }

  remove(instance) {
    this.filling.remove(this.ref(instance));
  }

  value(address) {
    return this.filling.value(this.ref(address));
  }

  relevant(address) {
    return this.filling.isRelevant(this.ref(address));
  }

  required(address) {
    return this.filling.isRequired(this.ref(address));
  }

  readonly(address) {
    return this.filling.isReadonly(this.ref(address));
  }

  // Whether nothing is wrong at or below a node; without an address in the whole record.
  valid(address = '') {
    return !this.problems(address).length;
  }

  // What is wrong: [{ ref, code: required | type | constraint | repeat, message }, …].
  problems(address = '') {
    return this.filling.problems(this.ref(address));
  }

  // What a select offers: [{ value, label, media }, …].
  choices(address) {
    return this.filling.choices(this.ref(address));
  }

  label(address) {
    const ref = this.ref(address);
    const {label} = this.#node(ref);
    return label === undefined ? '' : this.filling.text(label, ref);
  }

  // The refs of a repeat's instances.
  instances(repeat) {
    return this.filling.instances(this.ref(repeat));
  }

  // The record as it is sent; with { final: false } as a draft, with what is not relevant.
  xml(how) {
    return this.filling.xml(how);
  }

  // The ref that an address means; the node has to be in the form, not necessarily in the record.
  ref(address) {
    const [, name] = /^\s*\$\{\s*(.*?)\s*\}\s*$/.exec(address) ?? [];
    if (name !== undefined) return this.#only(name);
    const steps = address.trim().split('/').filter((step) => step && step !== '.');
    const root = this.#wire.root.name;
    if (address.trim()[0] === '/' && ![root, root + '[1]'].includes(steps.shift())) throw new Error('no ' + address + ': the root is /' + root);
    let number = 0;
    const found = steps.map((step) => {
      const [, own, place] = /^([^[\]]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
      number = this.#wire.nodes.findIndex((node) => node.p === number && node.n === own);
      if (number < 0) throw new Error('no node ' + address);
      return place && (place !== '1' || this.#wire.nodes[number].k === 'repeat') ? own + '[' + place + ']' : own;
    });
    return found.join('/');
  }

  #only(name) {
    const found = this.#wire.nodes.filter((node) => node.n === name);
    if (found.length !== 1) throw new Error((found.length ? 'several nodes ${' : 'no node ${') + name + '}');
    const way = (node) => (node.p < 0 ? [] : [...way(this.#wire.nodes[node.p]), node.n]);
    return way(found[0]).join('/');
  }

  #node(ref) {
    let number = 0;
    for (const step of ref ? ref.split('/') : []) {
      const name = step.replace(/\[\d+\]$/, '');
      number = this.#wire.nodes.findIndex((node) => node.p === number && node.n === name);
    }
    return this.#wire.nodes[number];
  }
}

function written(answer) {
  if (typeof answer === 'number') return plain(answer);
  return Array.isArray(answer) ? answer.join(' ') : String(answer ?? '');
}
