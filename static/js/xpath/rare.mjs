// Functions and steps that few forms use. Imported only for those (modulesFor() in form/engine.mjs): it adds itself to the tables.

import {Plain} from '../form/instance.mjs';
import {axes, evaluate, toNumber, toText} from './evaluate.mjs';
import {RADIUS, functions, lazy, numbers, ofNodes, points} from './functions.mjs';

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

// Of the polygon that the points make, in square metres.
function area(scope, ...values) {
  const [first, ...others] = points(values);
  if (others.length < 2) return 0;
  const round = 2 * Math.PI * RADIUS;
  const flat = others.map(([latitude, longitude]) => [
    ((longitude - first[1]) * round * Math.cos((latitude * Math.PI) / 180)) / 360,
    ((latitude - first[0]) * round) / 360,
  ]);
  return Math.abs(flat.slice(1).reduce((total, [x, y], at) => total + (flat[at][1] * x - flat[at][0] * y) / 2, 0));
}

// One cell of a list: that of the first row whose key column reads as the value.
function pulldata(scope, file, wanted, key, value) {
  let list;
  try {
    [list] = functions.instance(scope, toText(file).replace(/\.csv$/, ''));
  } catch {
    return '';
  }
  const rows = list.children('root')[0].children('item');
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

Object.assign(functions, {
  name,
  'local-name': (...given) => name(...given).replace(/^.*:/, ''),
  substring,
  uuid,
  pulldata,
  area,
  'jr:itext': (scope, id) => scope.env.itext?.[toText(id)] ?? '',
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
  const steps = fromRoot(node, scope);
  for (let at = 0; at < pairs.length; at += 2) {
    const outer = fromRoot(pairs[at], scope);
    const last = outer.length - 1;
    if (outer.some((step, place) => test(step) !== test(steps[place]))) throw new Error('the repeat does not hold the node');
    steps[last] = [test(steps[last]), toNumber(evaluate(pairs[at + 1], scope)) || 0];
  }
  return evaluate(['path', 0, ...steps], scope);
};
