// A light map: tiles where this installation has a source of them, else a plain grid; points, lines and areas on it, a scale bar, and a cross in
// the middle under which the map is moved, by finger, mouse or arrow keys. Needs no library.

import {button} from './button.mjs';
import {CLOSEST, around, metresPerPixel, moved, onScreen, scaleBar, tileUrl, tiles, zoomed} from './mercator.mjs';
import {metres} from './points.mjs';
import {element} from './view.mjs';

const HEIGHT = 260;
const STEP = 40;
// Where nothing is known yet: the whole of Vietnam.
const COUNTRY = {lat: 16, lon: 106.5, zoom: 5};
const TILES_END = 19;
const KEYS = {ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP]};

/** Where the tiles come from: {template, credit}, or null when this installation has no source of them. */
export function source() {
  const {tiles: template, tilesCredit: credit} = document.body.dataset;
  return template ? {template, credit} : null;
}

/**
 * @param {object} app
 * @param {{label: string, cross: boolean, closed: boolean}} how
 * @returns {{box: HTMLElement, show: (points: object[]) => void, middle: () => {lat: number, lon: number}}}
 */
export function map(app, {label, cross, closed}) {
  const from = source();
  const closest = from ? TILES_END : CLOSEST;
  const kept = new Map();
  const box = element('div', 'map');
  const canvas = element('canvas');
  let view = null;
  let points = [];
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  canvas.tabIndex = 0;
  const tools = element('div', 'zoom');
  tools.append(button('+', 'button', () => change(zoomed(view, 1, closest))), button('−', 'button', () => change(zoomed(view, -1, closest))));
  tools.firstChild.setAttribute('aria-label', app.t('map_nearer'));
  tools.lastChild.setAttribute('aria-label', app.t('map_farther'));
  box.append(canvas, tools);
  if (from?.credit) box.append(element('small', 'soft', from.credit));

  const screen = () => ({width: canvas.clientWidth, height: HEIGHT});

  function change(next) {
    view = next;
    draw();
  }

  /** These points now; the view follows when it would not show all of them. */
  function show(given) {
    points = given;
    const {width, height} = screen();
    const all = view && points.every((one) => {
      const {x, y} = onScreen(one, view, {width, height});
      return x > 0 && x < width && y > 0 && y < height;
    });
    if (!all || view === COUNTRY) view = points.length ? around(points, {width: width || 300, height}, closest) : COUNTRY;
    draw();
  }

  function draw() {
    const {width, height} = screen();
    if (!width || !view) return;
    const sharp = Math.min(2, devicePixelRatio);
    Object.assign(canvas, {width: Math.round(width * sharp), height: Math.round(height * sharp)});
    const context = canvas.getContext('2d');
    context.scale(sharp, sharp);
    const look = getComputedStyle(canvas);
    const colour = (name) => look.getPropertyValue(name);
    Object.assign(context, {fillStyle: colour('--wash')}).fillRect(0, 0, width, height);
    from ? ground(context, width, height) : grid(context, width, height, colour('--line'));
    shape(context, width, height, from ? BLUE : colour('--blue'));
    if (cross) hair(context, width / 2, height / 2);
    bar(context, height);
  }

  function ground(context, width, height) {
    for (const tile of tiles(view, {width, height})) {
      const url = tileUrl(from.template, tile);
      let picture = kept.get(url);
      if (!picture) {
        picture = Object.assign(new Image(), {referrerPolicy: 'origin', onload: draw});
        picture.src = url;
        kept.set(url, picture);
      }
      if (picture.complete && picture.naturalWidth) context.drawImage(picture, tile.left, tile.top, 256, 256);
    }
  }

  /** Lines a round number of metres apart, through the first point. */
  function grid(context, width, height, colour) {
    const apart = scaleBar(view, 80).metres / metresPerPixel(view);
    const origin = points.length ? onScreen(points[0], view, {width, height}) : {x: width / 2, y: height / 2};
    Object.assign(context, {strokeStyle: colour, lineWidth: 1});
    context.beginPath();
    for (let x = origin.x % apart; x < width; x += apart) lineTo(context, x, 0, x, height);
    for (let y = origin.y % apart; y < height; y += apart) lineTo(context, 0, y, width, y);
    context.stroke();
  }

  function shape(context, width, height, ink) {
    const all = points.map((one) => onScreen(one, view, {width, height}));
    Object.assign(context, {strokeStyle: ink, fillStyle: `${BLUE}33`, lineWidth: 3, lineJoin: 'round'});
    context.beginPath();
    all.forEach(({x, y}, at) => (at ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (closed && all.length > 2) {
      context.closePath();
      context.fill();
    }
    context.stroke();
    Object.assign(context, {fillStyle: ink, strokeStyle: '#fff', lineWidth: 2});
    all.forEach(({x, y}, at) => dot(context, x, y, at === all.length - 1 ? 8 : 5));
  }

  function bar(context, height) {
    const {metres: long, pixels} = scaleBar(view, 100);
    Object.assign(context, {fillStyle: '#ffffffd0', font: '14px system-ui, sans-serif'});
    context.fillRect(4, height - 30, Math.max(pixels, context.measureText(metres(long)).width) + 12, 26);
    Object.assign(context, {fillStyle: INK, strokeStyle: INK, lineWidth: 2});
    context.fillText(metres(long), 10, height - 13);
    context.beginPath();
    lineTo(context, 10, height - 8, 10 + pixels, height - 8);
    context.stroke();
  }

  // ---- moving it

  const fingers = new Map();
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before || !view) return;
    fingers.set(event.pointerId, event);
    change(moved(view, (event.clientX - before.clientX) / fingers.size, (event.clientY - before.clientY) / fingers.size));
  });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, ({pointerId}) => fingers.delete(pointerId));
  canvas.addEventListener('keydown', (event) => {
    const {key} = event;
    if (KEYS[key]) change(moved(view, ...KEYS[key]));
    else if (key === '+' || key === '-') change(zoomed(view, key === '+' ? 1 : -1, closest));
    else return;
    event.preventDefault();
  });
  new ResizeObserver(draw).observe(canvas);

  return {box, show, middle: () => ({lat: view.lat, lon: view.lon, alt: 0, acc: 0})};
}

const INK = '#12202f';
const BLUE = '#0b4da2';

function lineTo(context, x1, y1, x2, y2) {
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
}

function dot(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

function hair(context, x, y) {
  for (const [colour, width] of [['#fff', 5], [INK, 2]]) {
    Object.assign(context, {strokeStyle: colour, lineWidth: width});
    context.beginPath();
    lineTo(context, x - 14, y, x + 14, y);
    lineTo(context, x, y - 14, x, y + 14);
    context.stroke();
  }
}
