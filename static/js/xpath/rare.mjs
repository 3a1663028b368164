// Functions and steps that few forms use. Imported only for those (modulesFor() in form/engine.mjs): it adds itself to the tables.

import {Plain} from '../form/instance.mjs';
import {axes, evaluate, single, toBoolean, toNumber, toText} from './evaluate.mjs';
import {each, functions, lazy, numbers, ofNodes, placeOf} from './functions.mjs';

const children = (node) => node.children('*');
const descendants = (node) => children(node).flatMap((child) => [child, ...descendants(child)]);
const ancestors = (node) => (node.up ? [node.up, ...ancestors(node.up)] : []);

// [what stands before a node, nearest first, and what stands behind it]; an attribute has no siblings.
function siblings(node) {
  const all = node.up ? children(node.up) : [node];
  const place = all.indexOf(node);
  return place < 0 ? [[], []] : [all.slice(0, place).reverse(), all.slice(place + 1)];
}

const attributes = (node) =>
  node.attributes ?? (node.slots ?? []).flat().flatMap((kid) => (kid.name[0] === '@' ? new Plain(kid.name.slice(1), node, kid.text) : []));
const within = (node) => [node, ...descendants(node)];

// The places on the way down to a node; attributes stand before the children.
const way = (node) => (node.up ? [...way(node.up), children(node.up).indexOf(node)] : []);

function compare(a, b) {
  const at = a.findIndex((place, depth) => place !== b[depth]);
  return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -Infinity);
}

Object.assign(axes, {
  ordered: (nodes) =>
    nodes
      .map((node) => [way(node), node])
      .sort(([a], [b]) => compare(a, b))
      .map(([, node]) => node),
  child: children,
  self: (node) => [node],
  parent: (node) => (node.up ? [node.up] : []),
  descendant: descendants,
  'descendant-or-self': within,
  ancestor: ancestors,
  'ancestor-or-self': (node) => [node, ...ancestors(node)],
  attribute: attributes,
  'following-sibling': (node) => siblings(node)[1],
  'preceding-sibling': (node) => siblings(node)[0],
  following: (node) => [node, ...ancestors(node)].flatMap((above) => siblings(above)[1].flatMap(within)),
  preceding: (node) => [node, ...ancestors(node)].flatMap((above) => siblings(above)[0].flatMap((one) => within(one).reverse())),
});

const name = (scope, nodes = [scope.node]) => ofNodes((same, [node]) => node?.name.replace('@', '') ?? '')(scope, nodes);

// XPath's substring(): counted from 1, and both numbers are rounded.
function substring(scope, text, start, length = Infinity) {
  const [first, count] = [start, length].map((number) => Math.floor(toNumber(number) + 0.5));
  return [...toText(text)].filter((sign, at) => at + 1 >= first && at + 1 < first + count).join('');
}

// One cell of a list: that of the first row whose key column reads as the value.
function pulldata(scope, file, wanted, key, value) {
  let list;
  try {
    [list] = functions.instance(scope, toText(file).replace(/\.csv$/, ''));
  } catch {
    return '';
  }
  const rows = list.children('*').flatMap(children);
  const row = rows.find((item) => toText(item.children(toText(key))) === toText(value));
  return row ? toText(row.children(toText(wanted))) : '';
}

function uuid(scope, length) {
  if (length === undefined) return scope.env.uuid();
  const wanted = Math.max(0, Math.min(Math.trunc(toNumber(length)), 1000)) || 0;
  let text = '';
  while (text.length < wanted) text += scope.env.uuid().replaceAll('-', '');
  return text.slice(0, wanted);
}

const NAMESPACES = {
  entities: 'http://www.opendatakit.org/xforms/entities', jr: 'http://openrosa.org/javarosa',
  odk: 'http://www.opendatakit.org/xforms', orx: 'http://openrosa.org/xforms',
};

// The text of an attribute of a node or else of the nearest node above that has it; undefined when none has.
function inherited(node, name) {
  for (; node; node = node.up) {
    const [found] = attributes(node).filter((one) => one.name === name);
    if (found) return toText([found]);
  }
  return undefined;
}

function namespaceUri(scope, ...given) {
  const prefix = name(scope, ...given).split(':').slice(0, -1);
  const [node] = given[0] ?? [scope.node];
  return inherited(node, ['xmlns', ...prefix].join(':')) ?? NAMESPACES[prefix] ?? '';
}

// The text of a table under a name, blank when it has none.
const own = (table, key) => (Object.keys(table ?? {}).includes(key) ? table[key] : '');

const whole = (bound) => Math.trunc(toNumber(bound)) || 0;

// Whether so many of the values are true; a bound below 0 is none, what is no number is 0.
function checklist(scope, least, most, ...values) {
  const count = each(values).filter(toBoolean).length;
  return (whole(least) < 0 || count >= whole(least)) && (whole(most) < 0 || count <= whole(most));
}

// Whether the weights of the true values add up to something between the bounds, which are bounds below 0 too. Two node-sets go together
// node by node.
function weightedChecklist(scope, least, most, ...pairs) {
  let total = 0;
  for (let at = 0; at < pairs.length; at += 2) {
    const both = pairs.slice(at, at + 2);
    const [flags, weights] = both.map((value) => (both.every(Array.isArray) ? each([value]) : [single(value)]));
    if (flags.length !== weights.length) throw new Error('a weight for each value is needed');
    total = flags.reduce((sum, flag, place) => sum + (toBoolean(flag) ? toNumber(weights[place]) : 0), total);
  }
  return toNumber(least) <= total && total <= toNumber(most);
}

Object.assign(functions, {
  name,
  'namespace-uri': namespaceUri,
  lang: (scope, wanted) => (inherited(scope.node, 'xml:lang') + '-').toLowerCase().startsWith((toText(wanted) + '-').toLowerCase()),
  'is-selected': functions.selected,
  checklist,
  'weighted-checklist': weightedChecklist,
  property: (scope, wanted) => own(scope.env.properties, toText(wanted)),
  depend: (scope, value) => value,
  'local-name': (...given) => name(...given).replace(/^.*:/, ''),
  substring,
  uuid,
  pulldata,
  'jr:itext': (scope, id) => own(scope.env.itext, toText(id)),
  sqrt: numbers(Math.sqrt),
  exp: numbers(Math.exp),
  exp10: numbers((number) => 10 ** number),
  log: numbers(Math.log),
  log10: numbers(Math.log10),
  sin: numbers(Math.sin),
  cos: numbers(Math.cos),
  tan: numbers(Math.tan),
  asin: numbers(Math.asin),
  acos: numbers(Math.acos),
  atan: numbers(Math.atan),
  atan2: numbers(Math.atan2),
  pi: () => Math.PI,
});

// The steps of a path from the root, a relative one resolved against the names above the node that it starts from.
function fromRoot([, origin, ...steps], scope) {
  const start = origin === 1 ? scope.node : scope.current;
  const road = origin === 0 ? [] : [start, ...ancestors(start)].reverse();
  const names = road.slice(1).map((node) => node.name);
  for (const step of steps) {
    if (step === '..') names.pop();
    else if (step !== '.') names.push(step);
  }
  return names;
}

const test = (step) => (Array.isArray(step) ? step[0] : step);

// indexed-repeat(node, repeat, i, …): the node in the i-th instance of the repeat, counted from 1.
lazy['indexed-repeat'] = (scope, node, ...pairs) => {
  if ([node, ...pairs.filter((one, at) => at % 2 === 0)].some(([head]) => head !== 'path')) throw new Error('a path is needed');
  const steps = fromRoot(node, scope);
  for (let at = 0; at < pairs.length; at += 2) {
    const outer = fromRoot(pairs[at], scope);
    const last = outer.length - 1;
    if (outer.some((step, place) => test(step) !== test(steps[place]))) throw new Error('the repeat does not hold the node');
    steps[last] = [test(steps[last]), whole(evaluate(pairs[at + 1], scope))];
  }
  // Repeats whose index is not given go to the instance that holds the node that asks.
  const start = scope.node.main ? scope.node : scope.current;
  const road = [start, ...ancestors(start)].reverse().slice(1);
  for (let at = 0; at < steps.length - 1 && road[at]?.name === test(steps[at]); at++) {
    if (road[at].isRepeat && !Array.isArray(steps[at])) steps[at] = [steps[at], placeOf(road[at])];
  }
  return evaluate(['path', 0, ...steps], scope);
};
