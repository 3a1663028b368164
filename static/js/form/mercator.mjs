// The arithmetic of a map: where points stand on a screen, which tiles cover it, how long a scale bar is. Pure. A view is {lat, lon, zoom}, its middle.

const TILE = 256;
const EARTH = 40_075_016.686;
export const CLOSEST = 21;
const FARTHEST = 3;
const NORTH = 85.05;

const clamp = (number, least, most) => Math.min(most, Math.max(least, number));
const size = (zoom) => TILE * 2 ** zoom;

/** A point in the pixels of the whole world at this zoom. */
function project({lat, lon}, zoom) {
  const sine = Math.sin((clamp(lat, -NORTH, NORTH) * Math.PI) / 180);
  return {x: ((lon + 180) / 360) * size(zoom), y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size(zoom)};
}

function unproject({x, y}, zoom) {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size(zoom)))) * 180) / Math.PI;
  return {lat: clamp(lat, -NORTH, NORTH), lon: clamp((x / size(zoom)) * 360 - 180, -180, 180)};
}

/** Where a point stands on a screen of this size. */
export function onScreen(point, view, {width, height}) {
  const [at, middle] = [project(point, view.zoom), project(view, view.zoom)];
  return {x: at.x - middle.x + width / 2, y: at.y - middle.y + height / 2};
}

/** The view after the map was pushed by so many pixels. */
export function moved(view, dx, dy) {
  const middle = project(view, view.zoom);
  return {...view, ...unproject({x: middle.x - dx, y: middle.y - dy}, view.zoom)};
}

export const zoomed = (view, by, closest = CLOSEST) => ({...view, zoom: clamp(view.zoom + by, FARTHEST, closest)});

/** The closest view that shows all these points with some room round them. */
export function around(points, {width, height}, closest = CLOSEST) {
  const [lats, lons] = [points.map((one) => one.lat), points.map((one) => one.lon)];
  const middle = {lat: (Math.min(...lats) + Math.max(...lats)) / 2, lon: (Math.min(...lons) + Math.max(...lons)) / 2};
  for (let zoom = Math.min(closest, 18); zoom > FARTHEST; zoom -= 1) {
    const view = {...middle, zoom};
    const all = points.map((one) => onScreen(one, view, {width, height}));
    if (all.every(({x, y}) => x > width * 0.1 && x < width * 0.9 && y > height * 0.1 && y < height * 0.9)) return view;
  }
  return {...middle, zoom: FARTHEST};
}

export const metresPerPixel = ({lat, zoom}) => (EARTH * Math.cos((lat * Math.PI) / 180)) / size(zoom);

/** A round number of metres (1, 2 or 5 with noughts) that is at most so many pixels long. */
export function scaleBar(view, most) {
  const longest = metresPerPixel(view) * most;
  const power = 10 ** Math.floor(Math.log10(longest));
  const metres = [5, 2, 1].map((one) => one * power).find((one) => one <= longest);
  return {metres, pixels: metres / metresPerPixel(view)};
}

/** The tiles that cover the screen, with the place of their corner on it. */
export function tiles(view, {width, height}) {
  const middle = project(view, view.zoom);
  const [left, top] = [middle.x - width / 2, middle.y - height / 2];
  const count = 2 ** view.zoom;
  const found = [];
  for (let y = Math.max(0, Math.floor(top / TILE)); y * TILE < top + height && y < count; y += 1) {
    for (let x = Math.floor(left / TILE); x * TILE < left + width; x += 1) {
      found.push({z: view.zoom, x: ((x % count) + count) % count, y, left: Math.round(x * TILE - left), top: Math.round(y * TILE - top)});
    }
  }
  return found;
}

export const tileUrl = (template, {z, x, y}) => template.replace('{z}', z).replace('{x}', x).replace('{y}', y);
