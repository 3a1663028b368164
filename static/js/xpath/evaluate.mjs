// XPath as ODK has it: the kinds of values, how one turns into another, and the evaluator of the JSON trees of docs/formats/wire.md.
// A value is a number, a string, a boolean, a Moment or an array of nodes. The twin of app/engine/xpath/evaluate.py; the functions that
// expressions call are handed in with the scope, so that rare ones need not be loaded.

const DAY = 864e5;

// Vietnam has kept this offset since 1975, so local time needs no table of zones (app/engine/moments.py holds the same constant).
const OFFSET = 7 * 36e5;
const OFFSET_TEXT = '+07:00';

// A date, time or dateTime. `at` counts milliseconds of local time since 1970-01-01T00:00; a time stands on that first day.
export class Moment {
  constructor(at, kind) {
    this.at = kind === 'date' ? Math.floor(at / DAY) * DAY : kind === 'time' ? ((at % DAY) + DAY) % DAY : at;
    this.kind = kind;
  }

  get day() {
    return Math.floor(this.at / DAY);
  }

  // Days since 1970 in universal time, with their fraction: what decimal-date-time() gives.
  get decimal() {
    return (this.at - OFFSET) / DAY;
  }

  get text() {
    const iso = new Date(this.at).toISOString();
    return this.kind === 'date' ? iso.slice(0, 10) : iso.slice(this.kind === 'time' ? 11 : 0, 23) + OFFSET_TEXT;
  }

  static of(date, kind) {
    return new Moment(date.getTime() + OFFSET, kind);
  }

  // A moment unless it lies beyond the years 1 to 9999.
  static within(at, kind) {
    return at >= -62135596800000 && at < 253402300800000 ? new Moment(at, kind) : null;
  }

  // From a number of days: local ones for a date, universal ones for a dateTime.
  static ofDays(days, kind) {
    return Moment.within(kind === 'date' ? Math.floor(days) * DAY : Math.round(days * DAY) + OFFSET, kind);
  }

  // The moment that a text states, or null. The text of a dateTime will do as a date and the other way round.
  static read(text, kind) {
    const [, day, , clock] = /^(.*?)(T(.*))?$/s.exec(text.trim());
    if (kind === 'time') {
      const at = readClock(clock ?? day);
      return at === null ? null : new Moment(at, kind);
    }
    const start = readDay(day);
    const at = clock === undefined ? 0 : readClock(clock);
    return start === null || at === null ? null : Moment.within(start + (kind === 'date' ? 0 : at), kind);
  }
}

function readDay(text) {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  return found && calendarDay(+found[1], +found[2], +found[3]);
}

// Milliseconds from 1970 to the start of a day that the calendar has, else null.
export function calendarDay(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

function readClock(text) {
  const found = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?$/.exec(text);
  if (!found || found[1] > 23 || found[2] > 59 || found[3] > 59) return null;
  const [, hour, minute, second = 0, fraction = '', universal, sign, zoneHour = 0, zoneMinute = 0] = found;
  const at = hour * 36e5 + minute * 6e4 + second * 1e3 + +(fraction + '000').slice(0, 3);
  if (!universal && !sign) return at;
  return at + OFFSET - (zoneHour * 36e5 + zoneMinute * 6e4) * (sign === '-' ? -1 : 1);
}

// A number as plain decimal text: 1e21 and 1e-7 are written out.
export function plain(number) {
  const text = String(number);
  if (!text.includes('e')) return text;
  const [, sign, first, rest, power] = /^(-?)(\d)\.?(\d*)e([+-]\d+)$/.exec(text);
  const digits = first + rest;
  return sign + (power < 0 ? '0.' + '0'.repeat(-power - 1) + digits : digits.padEnd(+power + 1, '0'));
}

export const NUMBER = /^-?(\d+\.?\d*|\.\d+)$/;

// JavaRosa's reading of a text as a number: trimmed, a comma is a decimal point, no exponent.
export function readNumber(text) {
  if (NUMBER.test(text)) return +text;
  const trimmed = text.trim().replaceAll(',', '.');
  return NUMBER.test(trimmed) ? +trimmed : NaN;
}

// The first node's value for a node-set, "" for an empty one; any other value as it is.
export function single(value) {
  if (!Array.isArray(value)) return value;
  return value.length ? value[0].value : '';
}

export function toText(value) {
  value = single(value);
  if (typeof value === 'number') return plain(value);
  return value instanceof Moment ? value.text : String(value);
}

export function toNumber(value) {
  value = single(value);
  if (typeof value === 'string') return readNumber(value);
  return value instanceof Moment ? value.day : Number(value);
}

// A node counts by its value, a group by being there; text is true unless blank, so "false" is true.
export function toBoolean(value) {
  if (Array.isArray(value) && value.length && value[0].children('*').length) return true;
  value = single(value);
  return typeof value === 'number' ? Math.abs(value) > 1e-12 : value !== '' && value !== false;
}

// Every value of an operand: a node-set counts as all its nodes, an empty one as a blank.
const all = (value) => (Array.isArray(value) && value.length ? value.map((node) => node.value) : [single(value)]);

// A comparison holds if it holds for some value of one side and some value of the other.
const compared = (test) => (tree, scope) => {
  const [one, other] = [evaluate(tree[1], scope), evaluate(tree[2], scope)];
  if (!Array.isArray(one) && !Array.isArray(other)) return test(one, other);
  const others = all(other);
  return all(one).some((left) => others.some((right) => test(left, right)));
};
const ordered = (test) => compared((a, b) => test(toNumber(a), toNumber(b)));
const numeric = (operation) => (tree, scope) => operation(toNumber(evaluate(tree[1], scope)), toNumber(evaluate(tree[2], scope)));

// JavaRosa's rule: as booleans if either is one, else as numbers if either is one, else as texts.
function same(a, b) {
  if (typeof a === 'boolean' || typeof b === 'boolean') return toBoolean(a) === toBoolean(b);
  if (typeof a !== 'number' && typeof b !== 'number') {
    // A date and a moment of that day are the same.
    const areDays = a instanceof Moment && b instanceof Moment && [a.kind, b.kind].includes('date');
    return areDays ? a.day === b.day : toText(a) === toText(b);
  }
  a = toNumber(a);
  b = toNumber(b);
  return a === b || Math.abs(a - b) < 1e-12;
}

const OPERATORS = {
  or: (tree, scope) => toBoolean(evaluate(tree[1], scope)) || toBoolean(evaluate(tree[2], scope)),
  and: (tree, scope) => toBoolean(evaluate(tree[1], scope)) && toBoolean(evaluate(tree[2], scope)),
  '=': compared(same),
  '!=': compared((a, b) => !same(a, b)),
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
  '+': numeric((a, b) => a + b),
  '-': numeric((a, b) => a - b),
  '*': numeric((a, b) => a * b),
  div: numeric((a, b) => a / b),
  mod: numeric((a, b) => a % b),
  neg: ([, a], scope) => -toNumber(evaluate(a, scope)),
  '|': ([, a, b], scope) => [...new Set([...evaluate(a, scope), ...evaluate(b, scope)])],
  filter: ([, nodes, ...predicates], scope) => filtered(evaluate(nodes, scope), predicates, scope),
  path: followed,
  // Node-sets that settled() found.
  nodes: ([, nodes]) => nodes,
};

// scope: { env, current, node, position, size }: what the whole form knows (document, instances, functions, clock), the node that asks,
// and, inside predicates, the node that is looked at with its place among the others.
export function evaluate(tree, scope) {
  if (!Array.isArray(tree)) return tree;
  // Nothing is taken apart or copied here that need not be: opening a long form comes by ten thousand times.
  const name = tree[0];
  const operator = OPERATORS[name];
  if (operator) return operator(tree, scope);
  const {lazy, functions} = scope.env;
  if (lazy[name]) return lazy[name](scope, ...tree.slice(1));
  const body = functions[name];
  if (!body) throw new Error('no function ' + name);
  const given = [scope];
  for (let place = 1; place < tree.length; place++) given.push(evaluate(tree[place], scope));
  return body(...given);
}

// The nodes at the end of a path.
function followed(tree, scope) {
  const origin = tree[1];
  let at = 2;
  let nodes;
  if (origin === 0) [nodes, at] = sharedStart(tree, scope);
  else nodes = origin === 1 ? [scope.node] : evaluate(origin, scope);
  for (; at < tree.length; at++) nodes = stepped(nodes, tree[at], scope);
  if (nodes.length === 1) return nodes[0].relevant ? [nodes[0]] : [];
  nodes = nodes.filter((node) => node.relevant);
  return axes.ordered && tree.slice(2).some((step) => /^\/\/|::/.test([step].flat()[0])) ? axes.ordered(nodes) : nodes;
}

// Where an absolute path leaves the road to the node that asks: inside a repeat, /data/rep/a is the `a` of the same instance. The last
// step may mean the whole repeat (count(/data/rep)), and a step with predicates chooses its instances itself.
function sharedStart(tree, {env, node, current}) {
  const road = [];
  for (let here = node.main ? node : current; here.up; here = here.up) road.push(here);
  let at = 2;
  let start = env.document;
  while (road.length) {
    const here = road.pop();
    if (tree[at] !== here.name || (here.isRepeat && at === tree.length - 1)) break;
    start = here;
    at++;
  }
  return [[start], at];
}

function stepped(nodes, step, scope) {
  // Nearly every step: one node's children of one name.
  if (nodes.length === 1 && typeof step === 'string' && /^\w/.test(step) && !step.includes('::')) return nodes[0].children(step);
  const [test, ...predicates] = Array.isArray(step) ? step : [step];
  const reached = nodes.map((node) => filtered(candidates(node, test), predicates, scope));
  if (nodes.length === 1 && !test.includes('::')) return reached[0];
  // Reverse axes count from the nearest node on, but give document order.
  return [...new Set(reached.flatMap((found) => (/^(anc|prec)/.test(test) ? found.reverse() : found)))];
}

function filtered(nodes, predicates, {env, current}) {
  for (const written of predicates) {
    const size = nodes.length;
    // In the rows of a list, what is the same for every row is computed once, and columns are compared directly.
    const predicate = nodes[0]?.cell ? settled(written, {env, current, node: current}) : written;
    const test = nodes[0]?.cell && rowTest(predicate);
    const holds = (node, index) => {
      const value = evaluate(predicate, {env, current, node, position: index + 1, size});
      return typeof value === 'number' ? value === index + 1 : toBoolean(value);
    };
    nodes = nodes.filter(test || holds);
  }
  return nodes;
}

// The quick test of a row for predicates like [phuong = 'pc' and ma = 'T01'], once their constant sides are values; undefined for others.
function rowTest(tree) {
  if (!Array.isArray(tree)) return undefined;
  const [operator, a, b] = tree;
  if (operator === 'and') {
    const [first, second] = [rowTest(a), rowTest(b)];
    return first && second && ((row) => first(row) && second(row));
  }
  const [head, origin, column, more] = Array.isArray(a) ? a : [];
  const isConstant = !Array.isArray(b) || b[0] === 'nodes';
  if (operator !== '=' || head !== 'path' || origin !== 1 || more || !/^\w/.test(column) || !isConstant) return undefined;
  const wanted = all(evaluate(b));
  const areTexts = wanted.every((value) => typeof value === 'string');
  return (row) => (areTexts ? wanted.includes(row.cell(column)) : wanted.some((value) => same(row.cell(column), value)));
}

// What is made of paths as they are written.
const KEPT = ['path', 'indexed-repeat'];

// A predicate over the rows of a list with its constant parts replaced by their values. A part that fails stays, to fail where it is needed.
function settled(tree, scope) {
  if (!Array.isArray(tree)) return tree;
  if (!isConstant(tree)) return KEPT.includes(tree[0]) ? tree : [tree[0], ...tree.slice(1).map((part) => settled(part, scope))];
  try {
    const value = evaluate(tree, scope);
    return Array.isArray(value) ? ['nodes', value] : value;
  } catch {
    return tree;
  }
}

// Whether a tree gives the same for every row: it asks neither the row nor its place. An absolute path starts at the node that asks, and
// what stands in the predicates of a path looks at that path's own nodes.
function isConstant(tree) {
  if (!Array.isArray(tree)) return true;
  const [name, ...parts] = tree;
  if (name === 'path' || name === 'filter') return parts[0] !== 1 && isConstant(parts[0]);
  if (!parts.length) return ['true', 'false', 'current', 'today', 'now'].includes(name);
  return name !== 'once' && name !== 'uuid' && parts.every(isConstant);
}

// Steps other than children, parent, self and attributes are rare: rare.mjs fills this in, by axis, and with `ordered`, which brings what
// such steps gave into document order.
export const axes = {};

// The nodes that one step leads to from a node.
function candidates(node, test) {
  if (test === '.') return [node];
  if (test === '..') return node.up ? [node.up] : [];
  const [axis, name] = test === '//' ? ['descendant-or-self', 'node()'] : test.split('::');
  if (name === undefined) return node.children(test);
  if (name === 'text()') return node.children('*').length ? [] : [node];
  return axes[axis](node).filter((found) => name === 'node()' || (name === '*' ? found.name : found.name === name));
}
