// The functions that field forms use every day, by name: XPath's, XForms' and ODK's. Each takes the scope and its evaluated arguments;
// those of `lazy` take the argument trees and evaluate what they need. rare.mjs adds the others to the same tables.
// The twin of app/engine/xpath/functions.

import {Moment, NUMBER, evaluate, single, toBoolean, toNumber, toText} from './evaluate.mjs';

export const texts = (body) => (scope, ...values) => body(...values.map(toText));
export const numbers = (body) => (scope, ...values) => body(...values.map(toNumber));

// Functions whose one argument may be left out and then is the context node.
const ofOne = (body) => (scope, value = [scope.node]) => body(value);

// Functions whose first argument has to be a node-set.
export const ofNodes = (body) => (scope, nodes, ...rest) => {
  if (!Array.isArray(nodes)) throw new Error('a node-set is needed');
  return body(scope, nodes, ...rest);
};

// Every single value among the arguments: a node-set counts as all its nodes.
export const each = (values) => values.flatMap((value) => (Array.isArray(value) ? value.map((node) => node.value) : [value]));

const tokens = (text) => text.split(/\s+/).filter(Boolean);
const allNumbers = (values) => each(values).map(toNumber).filter((number) => !Number.isNaN(number));
const extreme = (choose) => (scope, ...values) => {
  const found = allNumbers(values);
  return found.length ? choose(...found) : NaN;
};

// Halves go up, in decimal: round(1.005, 2) is 1.01, round(-2.5) is -2, round(1250, -2) is 1300.
function round(number, digits = 0) {
  digits = Math.trunc(digits) || 0;
  if (!Number.isFinite(number) || Math.abs(digits) > 300) return number;
  const [mantissa, power = 0] = String(number).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const dropped = fraction.length - power - digits;
  if (dropped <= 0) return number;
  const unit = 10n ** BigInt(dropped);
  const doubled = 2n * BigInt(whole + fraction) + unit;
  const rest = doubled % (2n * unit);
  const kept = (doubled - rest) / (2n * unit) - (rest < 0n ? 1n : 0n);
  return Number(kept + 'e' + -digits);
}

// Functions of a date: from a Moment, a number of days or ISO text. Blank stays blank; anything else is an error, as in JavaRosa.
const dated = (kind, body) => (scope, value, ...rest) => {
  value = single(value);
  if (Number.isNaN(value) || (typeof value === 'string' && !value.trim())) return '';
  let moment = value;
  if (typeof value === 'number') moment = Moment.ofDays(kind === 'date' ? Math.trunc(value) : value, kind);
  else if (!(value instanceof Moment)) moment = Moment.read(String(value), 'dateTime');
  if (!moment) throw new Error('not a date: ' + value);
  return body(new Moment(moment.at, kind), scope, ...rest);
};

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = {vi: 'CN,Th 2,Th 3,Th 4,Th 5,Th 6,Th 7'.split(','), en: 'Sun,Mon,Tue,Wed,Thu,Fri,Sat'.split(',')};

// %Y %y %m %n %b %d %e %a %W %H %h %M %S %3 and %%; any other letter is an error.
function formatted(moment, scope, pattern) {
  const date = new Date(moment.at);
  const lang = scope.env.lang;
  const [, Y, y, m, d, H, M, S, thousandths] = /(\d\d(\d\d))-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})/.exec(date.toISOString());
  const parts = {Y, y, m, d, H, M, S, 3: thousandths, n: +m, e: +d, h: +H, '%': '%'};
  parts.b = lang === 'vi' ? 'thg ' + parts.n : MONTHS[m - 1];
  parts.a = (DAYS[lang] ?? DAYS.en)[date.getUTCDay()];
  parts.W = isoWeek(date);
  return toText(pattern).replace(/%(.?)/gs, (whole, letter) => {
    if (!(letter in parts)) throw new Error('format-date() does not know ' + whole);
    return parts[letter];
  });
}

// The week that holds this day's Thursday, counted in the Thursday's year.
function isoWeek(date) {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 3 - ((date.getUTCDay() + 6) % 7));
  return 1 + Math.floor((thursday - Date.UTC(thursday.getUTCFullYear())) / 6048e5);
}

const patterns = new Map();

// The whole text has to match, as in JavaRosa. Patterns come from patterns.py, which made browsers' out of Java's; one that is only known
// now may escape more signs than browsers allow.
function regex(text, pattern) {
  if (!patterns.has(pattern)) {
    const escaped = pattern.replace(/\\([^A-Za-z0-9])/gu, (whole, sign) => '\\u{' + sign.codePointAt().toString(16) + '}');
    patterns.set(pattern, new RegExp('^(?:' + escaped + ')$', 'u'));
  }
  return patterns.get(pattern).test(text);
}

// The place of a node among its siblings.
export const placeOf = (node) => (node.up?.children(node.name) ?? []).indexOf(node) + 1 || 1;

// Of several nodes the place of the one around the node that asks, else of the first.
const position = ofNodes(({node, current}, nodes) => {
  let around = node.main ? node : current;
  while (around && !nodes.includes(around)) around = around.up;
  return placeOf(around ?? nodes[0]);
});

// JavaRosa's radius of the Earth, in metres.
export const RADIUS = 6378100;
export const radians = (degrees) => (degrees * Math.PI) / 180;

// The points of geopoints, traces and shapes as [latitude, longitude].
export function points(values) {
  const found = each(values).map(toText).join(';').split(';').filter((point) => point.trim());
  return found.map((point) => {
    const place = tokens(point).slice(0, 2);
    if (place.length < 2 || !place.every((part) => NUMBER.test(part))) throw new Error('not a point: ' + point);
    return place.map(Number);
  });
}

// Every point with the one before it.
export const pairs = (all) => all.slice(1).map((point, at) => [all[at], point]);

function between([[latitude1, longitude1], [latitude2, longitude2]]) {
  const [phi1, phi2] = [radians(latitude1), radians(latitude2)];
  const across = Math.sin((radians(longitude2) - radians(longitude1)) / 2) ** 2;
  const half = Math.sin((phi2 - phi1) / 2) ** 2 + Math.cos(phi1) * Math.cos(phi2) * across;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(half)));
}

export const functions = {
  true: () => true,
  false: () => false,
  not: (scope, value) => !toBoolean(value),
  boolean: (scope, value) => toBoolean(value),
  'boolean-from-string': texts((text) => /^(1|true)$/i.test(text)),
  string: ofOne(toText),
  number: ofOne(toNumber),

  concat: (scope, ...values) => each(values).map(toText).join(''),
  // One node-set gives its nodes; among several values each gives something, no node at all a blank.
  join: (scope, mark, ...values) => {
    const given = values.map((value) => (values.length > 1 && !value.length && Array.isArray(value) ? '' : value));
    return each(given).map(toText).join(toText(mark));
  },
  contains: texts((text, part) => text.includes(part)),
  'starts-with': texts((text, start) => text.startsWith(start)),
  'ends-with': texts((text, end) => text.endsWith(end)),
  // Lengths and places count whole characters, so that nothing is cut within an emoji.
  'string-length': ofOne((value) => [...toText(value)].length),
  substr: (scope, text, start, end) => [...toText(text)].slice(toNumber(start), end === undefined ? end : toNumber(end)).join(''),
  'substring-before': texts((text, mark) => text.slice(0, Math.max(text.indexOf(mark), 0))),
  'substring-after': texts((text, mark) => (text.includes(mark) ? text.slice(text.indexOf(mark) + mark.length) : '')),
  'normalize-space': ofOne((value) => toText(value).replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')),
  translate: texts((text, from, to) => {
    const [old, fresh] = [[...from], [...to]];
    return [...text].map((sign) => (old.includes(sign) ? (fresh[old.indexOf(sign)] ?? '') : sign)).join('');
  }),
  regex: texts(regex),

  count: ofNodes((scope, nodes) => nodes.length),
  // Groups and repeats are not empty.
  'count-non-empty': ofNodes((scope, nodes) => nodes.filter((node) => node.value !== '' || node.children('*').length).length),
  sum: ofNodes((scope, nodes) => allNumbers([nodes]).reduce((total, number) => total + number, 0)),
  max: extreme(Math.max),
  min: extreme(Math.min),
  round: numbers(round),
  int: numbers(Math.trunc),
  floor: numbers(Math.floor),
  ceiling: numbers(Math.ceil),
  abs: numbers(Math.abs),
  pow: numbers(Math.pow),

  // A blank value is selected when nothing is.
  selected: texts((chosen, value) => (chosen.trim() ? tokens(chosen) : ['']).includes(value.trim())),
  'selected-at': (scope, chosen, place) => tokens(toText(chosen))[Math.trunc(toNumber(place))] ?? '',
  'count-selected': texts((chosen) => tokens(chosen).length),
  'jr:choice-name': (scope, value, nodes) => (nodes.length ? scope.env.choiceLabel(nodes[0], toText(value)) : ''),

  // position(..) is the place of a repeat instance; without an argument, the place within a predicate.
  position: (scope, ...given) => (given.length ? position(scope, ...given) : (scope.position ?? 1)),
  last: (scope) => scope.size ?? 1,
  current: (scope) => [scope.current],
  instance: (scope, name) => [scope.env.instance(toText(name))],

  today: (scope) => Moment.of(scope.env.now(), 'date'),
  now: (scope) => Moment.of(scope.env.now(), 'dateTime'),
  date: dated('date', (moment) => moment),
  'date-time': dated('dateTime', (moment) => moment),
  'format-date': dated('dateTime', formatted),
  'format-date-time': dated('dateTime', formatted),
  'decimal-date-time': dated('dateTime', (moment) => moment.decimal),

  // The part of the local day that has passed; of a number, what stands behind the point.
  'decimal-time': (scope, value) => {
    value = single(value);
    if (value === '' || typeof value === 'number') return value === '' ? value : value - Math.floor(value);
    const moment = value instanceof Moment ? value : Moment.read(String(value), 'time');
    if (!moment) throw new Error('not a time: ' + value);
    return new Moment(moment.at, 'time').at / 864e5;
  },

  // Along a trace, around a shape, or between points in the order given.
  distance: (scope, ...values) => pairs(points(values)).reduce((total, both) => total + between(both), 0),

  uuid: (scope) => scope.env.uuid(),
  random: (scope) => scope.env.random(),
  version: (scope) => scope.env.version,
};

export const lazy = {
  if: (scope, condition, then, otherwise) => evaluate(toBoolean(evaluate(condition, scope)) ? then : otherwise, scope),
  // The first unless it is blank or no number.
  coalesce: (scope, first, second) => {
    const value = evaluate(first, scope);
    const one = single(value);
    return one === '' || Number.isNaN(one) ? evaluate(second, scope) : value;
  },
  // The node's own value while it has one.
  once: (scope, tree) => (scope.node.relevant && toText([scope.node]) !== '' ? [scope.node] : evaluate(tree, scope)),
};
