// What people type in Vietnam, as canonical text, and what text each datatype can read. The twin of app/engine/typed.py and of
// readable() in datatypes.py; both pass tests/corpus/inputs.

import {Moment, NUMBER, calendarDay} from '../xpath/evaluate.mjs';

// The canonical text of what was typed: "" for blank, null when it cannot be read.
export function fromInput(datatype, typed) {
  const text = typed.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  return TYPED[datatype] && text ? TYPED[datatype](text) : text;
}

// Whether a canonical text is a value of the datatype. Blank always is; a datatype without a check reads anything.
export const readable = (datatype, text) => text === '' || !READABLE[datatype] || READABLE[datatype](text);

const moment = (kind) => (text) => Moment.read(text, kind) !== null;
const points = (least) => (text) => {
  const found = text.trim().replace(/;+$/, '').split(';').map((point) => point.trim().split(/\s+/));
  return found.length >= least && found.every(isPoint);
};
const isPoint = (parts) =>
  parts.length > 1 && parts.length < 5 && parts.every((part) => NUMBER.test(part)) && Math.abs(parts[0]) <= 90 && Math.abs(parts[1]) <= 180;

const READABLE = {
  int: (text) => /^-?\d+$/.test(text.trim()),
  decimal: (text) => NUMBER.test(text.trim()),
  date: moment('date'),
  time: moment('time'),
  dateTime: moment('dateTime'),
  geopoint: (text) => !text.includes(';') && points(1)(text),
  geotrace: points(2),
  geoshape: points(3),
};

const signed = (read) => (typed) => {
  const [, sign, digits] = /^([+-]?)(.*)$/s.exec(typed.replaceAll('\u2212', '-').replace(/\s+/g, ' '));
  const found = read(digits.trim());
  return found && sign === '-' && /[1-9]/.test(found) ? '-' + found : found;
};

// In whole numbers a dot or a space before three digits is grouping: "1.500" is 1500.
function typedInt(digits) {
  if (/^\d{1,3}([. ]\d{3})+$/.test(digits)) digits = digits.replace(/[. ]/g, '');
  return /^\d+$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : null;
}

// In decimals either sign is the decimal mark: "12,5" and "12.5"; "1.234,5" and "1,234.5" show by themselves which groups.
function typedDecimal(digits) {
  if (/^\d{1,3}( \d{3})+([.,]\d*)?$/.test(digits)) digits = digits.replaceAll(' ', '');
  if (/^\d{1,3}((\.\d{3})+,\d*|(\.\d{3}){2,})$/.test(digits)) digits = digits.replaceAll('.', '');
  else if (/^\d{1,3}((,\d{3})+\.\d*|(,\d{3}){2,})$/.test(digits)) digits = digits.replaceAll(',', '');
  const found = /^(\d*)(?:\.(\d*))?$/.exec(digits.replaceAll(',', '.'));
  if (!found || !/\d/.test(digits)) return null;
  const [, whole, rest = ''] = found;
  const kept = rest.replace(/0+$/, '');
  return (whole.replace(/^0+(?=\d)/, '') || '0') + (kept && '.' + kept);
}

function typedDate(typed) {
  const text = typed.replaceAll(' ', '');
  const found =
    /^(?<d>\d{1,2})[/.-](?<m>\d{1,2})[/.-](?<y>\d{4})$/.exec(text) ?? /^(?<y>\d{4})[/.-](?<m>\d{1,2})[/.-](?<d>\d{1,2})$/.exec(text);
  const at = found && calendarDay(+found.groups.y, +found.groups.m, +found.groups.d);
  return at === null ? null : new Moment(at, 'date').text;
}

function typedTime(typed) {
  const text = typed.toLowerCase().replaceAll('giờ', 'h').replaceAll('phút', '').replace(/\s+/g, '');
  const found = /^(\d{1,2})(?:[h:.](\d\d)?)(?::(\d\d)(?:\.\d+)?)?(?:z|[+-][\d:]+)?$/.exec(text);
  if (!found || (text.slice(0, 3).includes(':') && !found[2])) return null;
  const [, hour, minute = 0, second = 0] = found;
  return hour > 23 || minute > 59 || second > 59 ? null : new Moment(hour * 36e5 + minute * 6e4 + second * 1e3, 'time').text;
}

function typedDateTime(typed) {
  const whole = typed.includes('T') && Moment.read(typed, 'dateTime');
  if (whole) return whole.text;
  const [, date, time] = /^(\S*)(?: (.*))?$/s.exec(typed.replaceAll(',', ' ').trim()) ?? [];
  const [day, clock] = [typedDate(date ?? ''), typedTime(time ?? '')];
  return day && clock && day + 'T' + clock;
}

function typedPoint(typed) {
  let parts = typed.replace(/, |;/g, ' ').trim().split(/\s+/).map((part) => part.replace(/^,+|,+$/g, ''));
  if (parts.length === 1 && parts[0].split(',').length === 2) parts = parts[0].split(',');
  parts = parts.map((part) => part.replaceAll(',', '.'));
  return isPoint(parts) ? [...parts, '0', '0'].slice(0, Math.max(4, parts.length)).join(' ') : null;
}

// A line for each point, or ";" between them; two at least.
function typedPoints(typed) {
  const points = typed.split(/[;\n]/).filter((line) => line.trim()).map(typedPoint);
  return points.length > 1 && points.every(Boolean) ? points.join('; ') : null;
}

// Three corners at least. The last point is the first one again: nobody has to type it twice.
function typedShape(typed) {
  const corners = (typedPoints(typed) ?? '').split('; ');
  if (corners.length < 3) return null;
  return (corners[0] === corners.at(-1) ? corners : [...corners, corners[0]]).join('; ');
}

const typedChoices = (typed) => typed.split(/\s+/).filter(Boolean).join(' ');

const TYPED = {
  int: signed(typedInt),
  decimal: signed(typedDecimal),
  date: typedDate,
  time: typedTime,
  dateTime: typedDateTime,
  geopoint: typedPoint,
  geotrace: typedPoints,
  geoshape: typedShape,
  select: typedChoices,
  rank: typedChoices,
};
