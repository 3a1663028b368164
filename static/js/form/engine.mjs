// One filling-in of a form: what is relevant, required, computed, refused, and what follows when an answer changes. Runs the wire of
// docs/formats/wire.md and knows no page. The twin of app/engine/live.py and run.py: both pass tests/corpus and write the same bytes.

import {Moment, evaluate, single, toBoolean, toNumber, toText} from '../xpath/evaluate.mjs';
import {functions, lazy} from '../xpath/functions.mjs';
import {readable} from './inputs.mjs';
import {Node, Plain, below, define, grow, listDocument, local, writeXml} from './instance.mjs';

// Kinds of plan entries, by their number on the wire.
const KINDS = ['relevant', 'calculate', 'required', 'readonly', 'count', 'constraint', 'items', 'text'];
const [RELEVANT, CALCULATE, REQUIRED, READONLY, COUNT, , ITEMS] = KINDS.keys();
const MAX_INSTANCES = 1000;

// What XML cannot hold.
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]/gu;

const address = (path) => new URL(path, import.meta.url).href;

// Addresses of the modules to import before start() or restore(): those with what this form uses and few others do.
export const modulesFor = ({uses = [], trees}) => [
  ...uses.map((name) => address('../xpath/' + name + '.mjs')),
  ...(trees ? [address('./trees.mjs')] : []),
];

// A new record. ctx: { now: Date or () => Date, username, fullName, unit, deviceid, email, phonenumber, uuid: () => string, random: () => number,
// lastSaved: the root element of the record finished before, as parseXml() of restore.mjs reads it }.
export const start = (wire, ctx) => new Filling(wire, ctx, wire.initial).begun().opened().computed();

// A record that exists, from the root element of its XML as restore.mjs reads it.
export const resume = (wire, source, ctx) => new Filling(wire, ctx, source).opened().computed();

// What the device and the person are called, blank when unknown.
const propertiesOf = ({username = '', deviceid = '', email = '', phonenumber = ''}) => ({username, deviceid, email, phonenumber});

// Refs are those of the wire format: "ten", "tham_gia[2]/ho_ten". A ref of nothing is an Error.
class Filling {
  #wire;
  #ctx;
  #env;
  #root;
  #plan;
  // By id of a node: the "changed" actions that wait for it.
  #triggered;
  // While the whole plan runs from its beginning nothing needs to be queued.
  #whole = false;
  // Places in the plan that have work to do, the smallest last, and the nodes around which they have it.
  #queued = [];
  #waiting = new Map();
  #acted = new Map();
  #touched = new Map();
  #cleared = new Set();

  constructor(wire, ctx, source) {
    this.#wire = wire;
    this.#ctx = ctx;
    const defs = define(wire);
    this.#plan = wire.plan.map((entry) => planned(entry, defs));
    this.#triggered = triggered(defs);
    const document = new Plain('', null, '', () => [this.#root]);
    this.#root = grow(defs[0], document, source);
    const lists = {};
    this.#env = {
      document,
      functions,
      lazy,
      lang: wire.lang,
      version: wire.version,
      itext: wire.itext,
      properties: propertiesOf(ctx),
      now: () => this.#now(),
      uuid: ctx.uuid,
      random: ctx.random ?? Math.random,
      choiceLabel: (node, value) => (node.def && this.#choices(node)?.find((choice) => choice.value === value)?.label) || '',
      instance: (name) => {
        if (wire.lastSaved?.includes(name)) return (lists[name] ??= listDocument({tree: ctx.lastSaved}));
        if (!wire.instances[name]) throw new Error('no instance ' + name);
        return (lists[name] ??= listDocument(wire.instances[name]));
      },
    };
  }

  #now() {
    const {now} = this.#ctx;
    return typeof now === 'function' ? now() : now;
  }

  // The whole plan

  // A new record: preloads, fills and "load" actions on top of the defaults.
  begun() {
    const nodes = this.#root.walk();
    nodes.forEach((node) => this.#preload(node));
    nodes.forEach((node) => this.#act(node, 'load'));
    return this;
  }

  // The actions that run each time a record is opened.
  opened() {
    this.#root.walk().forEach((node) => this.#act(node, 'open'));
    return this;
  }

  computed() {
    this.#whole = true;
    this.#plan.forEach((entry, index) => {
      if (entry.kind <= COUNT) this.#targets(entry, this.#root).forEach((node) => this.#evaluate(index, node));
    });
    this.#whole = false;
    this.#forget();
    return this;
  }

  // Lists that came later than the wire: everything is looked at again; gives the changes.
  arrive(lists) {
    Object.assign(this.#wire.instances, lists);
    this.#wire.later = undefined;
    this.#forget();
    this.#plan.forEach((entry, index) => this.#queue(index, this.#root));
    return this.#settle();
  }

  #preload(node) {
    const {pre, fill} = node.def;
    if (!pre && !fill) return;
    const {unit, fullName} = this.#ctx;
    const [kind, what] = pre ?? [];
    const known = propertiesOf(this.#ctx);
    if (kind === 'uid') node.text = 'uuid:' + this.#ctx.uuid();
    if (kind === 'timestamp' && what === 'start') node.text = Moment.of(this.#now(), 'dateTime').text;
    if (kind === 'date' && what === 'today') node.text = Moment.of(this.#now(), 'date').text;
    if (kind === 'property') node.text = known[what.replace(/^uri:/, '')] ?? '';
    node.text = {...known, unit, name: fullName}[fill] || node.text;
  }

  #act(node, event) {
    for (const [name, expr] of node.def.set ?? []) if (name === event) node.text = this.#written(expr, node);
  }

  // Expressions

  // The value of an expression for a node; undefined when it fails.
  #value(expr, node) {
    try {
      return evaluate(this.#wire.exprs[expr], {env: this.#env, node, current: node});
    } catch {
      return undefined;
    }
  }

  // The value as the text that the node will hold; blank when it fails.
  #written(expr, node) {
    let value = single(this.#value(expr ?? -1, node) ?? '');
    const {t} = node.def;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return '';
      if (t === 'int') value = Math.trunc(value);
      if (t === 'date') value = Moment.ofDays(value, t) ?? value;
    }
    if (value instanceof Moment && ['date', 'time', 'dateTime'].includes(t)) value = new Moment(value.at, t);
    return typeof value === 'string' ? value.replace(FORBIDDEN, '') : toText(value);
  }

  // What a select offers; undefined when its expression fails or it has none.
  #choices(node) {
    const [expr, value, label] = node.def.items ?? [];
    const found = expr === undefined ? undefined : this.#value(expr, node);
    if (!Array.isArray(found)) return undefined;
    const below = (nodes, step) => nodes.flatMap((one) => one.children(step));
    const cell = (item, column) => item.cell?.(column) ?? toText(column.split('/').reduce(below, [item]).slice(0, 1));
    // Columns with the media of labels, and with the number of a label's text where that has outputs.
    const marked = found[0]?.cols?.filter((column) => column.startsWith('itext:')) ?? [];
    const offered = found.map((item) => {
      const code = cell(item, value);
      const marks = marked.filter((column) => item.cell(column)).map((column) => [column.slice(6), item.cell(column)]);
      const {text, ...media} = Object.fromEntries(marks);
      return {value: code, label: (text ? this.#text(text, node) : cell(item, label)) || code, media};
    });
    return offered.filter((choice) => choice.value);
  }

  #text(number, node, place) {
    let parts = [this.#wire.texts[number] ?? ''].flat();
    if (place) parts = [parts[place]];
    return parts.map((part) => (typeof part === 'number' ? toText(this.#value(part, node) ?? '') : part)).join('');
  }

  // Changes

  #forget() {
    this.#touched = new Map();
    this.#cleared = new Set();
    this.#acted = new Map();
  }

  #note(ref, kind) {
    this.#touched.set(ref + ' ' + kind, [ref, kind]);
  }

  // What the last set(), add() or remove() touched: [ref, kind] that need another look, kind being "value", "repeat" or one of
  // relevant, required, readonly, constraint, items, text; and the refs of choices that were cleared, no longer being offered.
  get changes() {
    return {touched: [...this.#touched.values()], cleared: [...this.#cleared]};
  }

  // A new value from a person, an action, a clearing or (by plan entry `by`) a calculation.
  #write(node, text, by = -1) {
    if (text === node.text) return;
    node.text = text;
    if (this.#whole) return;
    this.#note(node.ref, 'value');
    if (by < 0) this.#trigger(node);
    this.#feed(node, by);
  }

  // The "changed" actions that wait for this node, each at most once a change and target.
  #trigger(node) {
    for (const action of this.#triggered[node.def.id]) {
      const acted = this.#acted.get(action) ?? new Set();
      this.#acted.set(action, acted);
      for (const target of climbed(node, action.reach).below(action.target)) {
        if (acted.has(target)) continue;
        acted.add(target);
        this.#write(target, this.#written(action.expr, target));
      }
    }
  }

  #insert(def, parent, place) {
    const node = grow(def, parent);
    slot(parent, def).splice(place, 0, node);
    node.walk().forEach((inner) => this.#act(inner, 'repeat'));
    if (this.#whole) return node;
    this.#note(below(parent.ref, def.n), 'repeat');
    node.walk().forEach((inner) => this.#feed(inner));
    this.#plan.forEach((entry, index) => {
      if (entry.def.repeats.includes(def.id) || (entry.def === def && entry.kind !== COUNT)) this.#queue(index, node);
    });
    return node;
  }

  // Everything that reads a node has work to do, in the instances that its reading reaches.
  #feed(node, by = -1) {
    for (const index of this.#wire.feeds[node.def.id] || []) {
      if (index !== by) this.#queue(index, climbed(node, this.#plan[index].reach));
    }
  }

  #queue(index, around) {
    const nodes = this.#waiting.get(index);
    if (nodes) {
      nodes.add(around);
      return;
    }
    this.#waiting.set(index, new Set([around]));
    let at = this.#queued.length;
    while (at && this.#queued[at - 1] < index) at--;
    this.#queued.splice(at, 0, index);
  }

  // Works off the queue, always the smallest place in the plan first.
  #settle() {
    while (this.#queued.length) {
      const index = this.#queued.pop();
      const around = [...this.#waiting.get(index)].filter((node) => node.isAttached);
      this.#waiting.delete(index);
      for (const node of new Set(around.flatMap((one) => this.#targets(this.#plan[index], one)))) this.#evaluate(index, node);
    }
    return this.changes;
  }

  // The nodes for which an entry is evaluated: a count belongs to the parent of its repeat.
  #targets({def, kind}, around) {
    return around.below(kind === COUNT ? def.up : def);
  }

  #evaluate(index, node) {
    const {def, kind, expr} = this.#plan[index];
    if (kind === CALCULATE) this.#write(node, this.#written(expr, node), index);
    else if (kind === RELEVANT) {
      node.own = toBoolean(this.#value(expr, node) ?? true);
      this.#show(node, index);
    } else if (kind === REQUIRED || kind === READONLY) this.#flag(node, KINDS[kind], expr);
    else if (kind === COUNT) {
      const wanted = this.#counted(def, node);
      for (let place = slot(node, def).length; place < wanted; place++) this.#insert(def, node, place);
    } else {
      this.#note(node.ref, KINDS[kind]);
      if (kind === ITEMS) this.#clear(node);
    }
  }

  // Relevance of a node and, where it changes, of everything below.
  #show(node, by) {
    const relevant = node.own && node.up.relevant;
    if (relevant === node.relevant) return;
    node.relevant = relevant;
    if (!this.#whole) {
      this.#note(node.ref, 'relevant');
      this.#feed(node, by);
      const items = relevant && node.def.items ? this.#plan.findIndex(({def, kind}) => def === node.def && kind === ITEMS) : -1;
      if (items >= 0) this.#queue(items, node);
    }
    node.slots.flat().forEach((kid) => this.#show(kid, by));
  }

  #flag(node, name, expr) {
    const flag = toBoolean(this.#value(expr, node) ?? false);
    if (flag === node[name]) return;
    node[name] = flag;
    this.#note(node.ref, name);
  }

  // How many instances the count of a repeat asks for; -1 when it does not say. It is asked as if by one more instance.
  #counted(def, parent) {
    const wanted = def.count === undefined ? NaN : toNumber(this.#value(def.count, new Node(def, parent)) ?? NaN);
    return wanted >= 0 ? Math.trunc(Math.min(wanted, MAX_INSTANCES)) : -1;
  }

  // Chosen values that are no longer offered go at once.
  #clear(node) {
    const offered = node.relevant && node.text && this.#choices(node)?.map((choice) => choice.value);
    if (!offered) return;
    const kept = chosen(node).filter((value) => offered.includes(value));
    if (kept.length === chosen(node).length) return;
    this.#cleared.add(node.ref);
    this.#write(node, kept.join(' '));
  }

  // Answers

  // A new value, as it will stand in the XML; gives the changes.
  set(ref, text) {
    const node = this.#find(ref);
    if (node.def.k) throw new Error('not an answer: ' + ref);
    this.#forget();
    this.#write(node, text.replace(FORBIDDEN, ''));
    return this.#settle();
  }

  // A new instance at position `at` (1 is the first), at the end without it; gives its ref.
  add(repeatRef, at = Infinity) {
    const [def, parent] = this.#repeat(repeatRef);
    this.#forget();
    const node = this.#insert(def, parent, Math.min(Math.max(at - 1, 0), slot(parent, def).length));
    this.#settle();
    return node.ref;
  }

  remove(instanceRef) {
    const node = this.#find(instanceRef);
    if (!node.isRepeat) throw new Error('not an instance: ' + instanceRef);
    this.#forget();
    this.#note(below(node.up.ref, node.name), 'repeat');
    const siblings = slot(node.up, node.def);
    siblings.splice(siblings.indexOf(node), 1);
    node.walk().forEach((inner) => this.#feed(inner));
    const count = this.#plan.findIndex((entry) => entry.kind === COUNT && entry.def === node.def);
    if (count >= 0) this.#queue(count, node.up);
    return this.#settle();
  }

  // Questions about the record

  #find(ref) {
    let node = this.#root;
    for (const step of ref ? ref.split('/') : []) {
      const [, name, place = 1] = /^([^[\]]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
      node = node.children(name)[place - 1];
      if (!node) throw new Error('no node ' + ref);
    }
    return node;
  }

  // [definition, parent node] of a repeat's ref without a position at its end; the definition is undefined for any other ref.
  #repeat(ref) {
    const [, outer, name] = /^(?:(.*)\/)?(.*)$/.exec(ref);
    const parent = this.#find(outer ?? '');
    return [parent.def.kids.find((kid) => kid.n === name && kid.k === 'repeat'), parent];
  }

  // The text of a node, also while it is not relevant.
  value(ref) {
    return this.#find(ref).text;
  }

  // Of a repeat without a position: whether an instance there would be relevant.
  isRelevant(ref) {
    const [def, parent] = this.#repeat(ref);
    if (!def) return this.#find(ref).relevant;
    return parent.relevant && (def.rel === undefined || toBoolean(this.#value(def.rel, new Node(def, parent)) ?? true));
  }

  isRequired(ref) {
    return this.#find(ref).required;
  }

  // Readonly itself or inside something that is.
  isReadonly(ref) {
    let node = this.#find(ref);
    while (node.def && !node.readonly) node = node.up;
    return Boolean(node.def);
  }

  instances(repeatRef) {
    const [def, parent] = this.#repeat(repeatRef);
    return slot(parent, def).map((node) => node.ref);
  }

  // [{ value, label, media: { image: 'a.png' } }, …]
  choices(ref) {
    return this.#choices(this.#find(ref)) ?? [];
  }

  // A text of the wire by its number (a label, hint or message) with its outputs, as the node at `ref` shows it.
  // With `place`, one part of it.
  text(number, ref, place) {
    return this.#text(number, this.#find(ref), place);
  }

  // What is wrong at or below a ref, in document order: [{ ref, code, message }, …], code being required, type, constraint or repeat.
  problems(under = '') {
    const [def, parent] = this.#repeat(under);
    const nodes = def ? slot(parent, def) : [this.#find(under)];
    return nodes.flatMap((node) => node.walk()).flatMap((node) => this.#wrong(node, under));
  }

  #wrong(node, under) {
    const {def, ref, up} = node;
    const {messages} = this.#wire;
    if (!node.relevant) return [];
    // A repeat with more instances than its count says: told once, at the first of them.
    const siblings = def.count === undefined || ref === under ? [] : slot(up, def);
    const wanted = siblings[0] === node ? this.#counted(def, up) : -1;
    if (wanted >= 0 && wanted < siblings.length) return [{ref: below(up.ref, def.n), code: 'repeat', message: messages.repeat}];
    const code = def.ctl && !def.k && this.#code(node);
    if (!code) return [];
    const own = this.#text({required: def.reqmsg, constraint: def.msg}[code], node);
    return [{ref, code, message: own || (messages[code + ':' + def.t] ?? messages[code])}];
  }

  #code(node) {
    const {text, def} = node;
    if (text === '') return node.required ? 'required' : '';
    if (!readable(def.t, text)) return 'type';
    if (def.items) {
      const offered = this.#choices(node)?.map((choice) => choice.value);
      // What stands in a list that has not come yet cannot be judged yet.
      if (offered ? !chosen(node).every((value) => offered.includes(value)) : !this.#wire.later) return 'type';
    }
    return def.con === undefined || toBoolean(this.#value(def.con, node) ?? true) ? '' : 'constraint';
  }

  // The record as XML. The final one leaves out what is not relevant and notes the time of finishing.
  xml({final = true} = {}) {
    for (const node of final ? this.#root.walk() : []) {
      if (node.def.pre?.join() === 'timestamp,end') node.text = Moment.of(this.#now(), 'dateTime').text;
    }
    return writeXml(this.#root, final, this.#wire.root.attrs);
  }

  get instanceId() {
    return this.#meta('instanceID');
  }

  get instanceName() {
    return this.#meta('instanceName');
  }

  #meta(name) {
    return this.#root.walk().find((node) => local(node.name) === name)?.text ?? '';
  }
}

// A plan entry with its definition and the repeats whose instances bound what it reads.
function planned([id, kind, expr, within = Infinity], defs) {
  const def = defs[id];
  const around = def.k === 'repeat' && kind !== COUNT ? [...def.repeats, id] : def.repeats;
  return {def, kind, expr, reach: around.filter((repeat) => repeat <= within)};
}

// The "changed" actions by the id of the node that starts them, each with the repeats that both nodes share.
function triggered(defs) {
  const found = defs.map(() => []);
  for (const target of defs) {
    for (const [event, expr, trigger] of target.set ?? []) {
      if (event !== 'changed') continue;
      const reach = target.repeats.filter((repeat) => defs[trigger].repeats.includes(repeat));
      found[trigger].push({target, expr, reach});
    }
  }
  return found;
}

const slot = (parent, def) => parent.slots[def.place];

// The choices that a select holds.
const chosen = ({text, def}) => (def.t === 'select' || def.t === 'rank' ? text.split(/\s+/).filter(Boolean) : [text]);

// The instance that holds a node, of the deepest repeat in `reach`, or the root. The node itself does not count.
function climbed(node, reach) {
  let here = node.up;
  while (here.up?.def && !reach.includes(here.def.id)) here = here.up;
  return here.def ? here : node;
}
