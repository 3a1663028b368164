// Lines and areas on the Earth. Imported only for forms that ask for them ("uses" on the wire).

import {toText} from './evaluate.mjs';
import {RADIUS, functions, pairs, points, radians} from './functions.mjs';

// Of the polygon that the points make, in square metres.
function area(scope, ...values) {
  const [first, ...others] = points(values);
  if (others.length < 2) return 0;
  const round = 2 * Math.PI * RADIUS;
  const flat = others.map(([latitude, longitude]) => [
    ((longitude - first[1]) * round * Math.cos(radians(latitude))) / 360,
    ((latitude - first[0]) * round) / 360,
  ]);
  return Math.abs(pairs(flat).reduce((total, [[x1, y1], [x2, y2]]) => total + (y1 * x2 - x1 * y2) / 2, 0));
}

function geofence(scope, place, ...shape) {
  const [found, corners] = [points([toText(place)]), points(shape)];
  if (found.length !== 1) return false;
  const [[y, x]] = found;
  const crossed = pairs(corners).filter(([[y1, x1], [y2, x2]]) => y2 > y !== y1 > y && x < ((x1 - x2) * (y - y2)) / (y1 - y2) + x2);
  return crossed.length % 2 === 1;
}

// On which side of an edge a point lies, 0 in line with it.
const side = ([y, x], [[y1, x1], [y2, x2]]) => Math.sign((x1 - x) * (y2 - y) - (y1 - y) * (x2 - x));
const isWithin = (place, a, b) => Math.min(a, b) <= place && place <= Math.max(a, b);
const liesOn = (point, edge) =>
  [0, 1].every((part) => isWithin(point[part], edge[0][part], edge[1][part])) && side(point, edge) === 0;

function meet(one, other) {
  const crosses = (edge, ends) => side(ends[0], edge) * side(ends[1], edge) < 0;
  return (crosses(other, one) && crosses(one, other)) || one.some((end) => liesOn(end, other)) || other.some((end) => liesOn(end, one));
}

const isSame = (a, b) => a[0] === b[0] && a[1] === b[1];

// Whether a trace or the edge of a shape crosses or touches itself; where a shape closes, it may.
function intersects(scope, ...values) {
  const all = points(values);
  const edges = pairs(all).filter(([a, b]) => !isSame(a, b));
  if (edges.length === 2) return liesOn(edges[0][0], edges[1]) || liesOn(edges[1][1], edges[0]);
  const closing = edges.length && isSame(all[0], all.at(-1)) ? edges.length - 1 : -1;
  return edges.some((one, first) => edges.some((other, second) => second >= first + 2 && (first > 0 || second !== closing) && meet(one, other)));
}

Object.assign(functions, {
  area,
  'enclosed-area': area,
  geofence,
  intersects,
});
