// Points as text and as numbers, and how people read them: pure, the same for one place, a line and an area. Lengths and areas are those that
// the form's own distance() and area() give.

import {functions} from '../xpath/functions.mjs';
import '../xpath/geo.mjs';
import {fromInput} from './inputs.mjs';

/** Points by line or ";", as people type them or the form holds them, as [{lat, lon, alt, acc}]; what is no point is left out. */
export function read(text) {
  const found = text.split(/[;\n]/).map((one) => fromInput('geopoint', one)).filter(Boolean);
  return found.map((one) => one.split(' ').map(Number)).map(([lat, lon, alt, acc]) => ({lat, lon, alt, acc}));
}

/** The corners of an area: the last point is the first one again, and is no corner of its own. */
export function corners(points) {
  const [first, last] = [points[0], points.at(-1)];
  return points.length > 1 && first.lat === last.lat && first.lon === last.lon ? points.slice(0, -1) : points;
}

export const write = ({lat, lon, alt, acc}) => [lat.toFixed(7), lon.toFixed(7), alt.toFixed(1), acc.toFixed(1)].join(' ');

/** What the phone measured, as a point. */
export const fixed = ({latitude, longitude, altitude, accuracy}) => ({lat: latitude, lon: longitude, alt: altitude ?? 0, acc: accuracy});

const asText = (points) => points.map(({lat, lon}) => `${lat} ${lon}`).join(';');

export const lengthOf = (points) => (points.length > 1 ? functions.distance(null, asText(points)) : 0);
export const areaOf = (points) => (points.length > 2 ? functions.area(null, asText([...points, points[0]])) : 0);

/** Metres and square metres as people say them: 12 m, 1,3 km; 340 m², 2,1 ha. */
export function metres(length) {
  return length < 1000 ? `${Math.round(length)} m` : `${told(length / 1000)} km`;
}

export function squareMetres(area) {
  return area < 10_000 ? `${told(area, 0)} m²` : `${told(area / 10_000)} ha`;
}

const told = (number, digits = 1) => number.toLocaleString('vi', {maximumFractionDigits: digits});

const NEAR = 4;
const VAGUE = 40;

/** While somebody walks: is this measurement worth a point of its own after the last one? */
export function isNews(last, fix) {
  if (fix.acc > VAGUE) return false;
  return !last || lengthOf([last, fix]) > Math.max(NEAR, fix.acc / 2);
}

/**
 * The same place in another tree of the form: the ref of `path` that shares with `from` the repeat instances that hold both.
 * ("nguoi[2]/ho_ten", "nguoi/noi") is "nguoi[2]/noi".
 */
export function beside(from, path) {
  const known = from.split('/');
  let shared = true;
  return path.split('/').map((step, at) => {
    const [name] = (known[at] ?? '').split('[');
    shared &&= name === step;
    return shared ? known[at] : step;
  }).join('/');
}
