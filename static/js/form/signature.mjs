// A signature drawn with the finger: smooth strokes on a canvas, kept as a PNG like any other photo. Without this script the question
// takes a photo of a signature.

import {replace, show} from './photo.mjs';
import {element} from './view.mjs';

const HEIGHT = 180;
const STROKE = 2.5;

export function decorate(root, app) {
  for (const q of root.querySelectorAll('.q.signature')) {
    q.addEventListener('written', () => sync(q, app));
    sync(q, app);
  }
}

/** Either the signature that is there, with a way to take it away, or the pad. */
async function sync(q, app) {
  const signed = app.filling.value(q.dataset.ref) !== '';
  q.querySelector('input[type=file]').hidden = true;
  await show(q, app);
  if (signed) q.querySelector('.pad')?.remove();
  else if (!q.querySelector('.pad')) q.querySelector('.error').before(pad(q, app));
}

function pad(q, app) {
  const box = element('div', 'pad');
  const canvas = element('canvas');
  const tools = element('div', 'tools');
  const clear = Object.assign(element('button', 'button small', app.t('sign_clear')), {type: 'button'});
  const done = Object.assign(element('button', 'button small', app.t('sign_done')), {type: 'button', disabled: true});
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', app.t('sign_here'));
  tools.append(clear, done);
  box.append(element('p', 'hint', app.t('sign_here')), canvas, tools);
  const ink = strokes(canvas, () => { done.disabled = false; });
  clear.onclick = () => {
    ink.clear();
    done.disabled = true;
  };
  done.onclick = async () => {
    done.disabled = true;
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
    await replace(q, app, blob, 'png').then(() => sync(q, app), () => {
      done.disabled = false;
      app.shown.say(q, app.t('photo_failed'));
    });
  };
  return box;
}

function strokes(canvas, drawn) {
  const context = canvas.getContext('2d');
  let points = [];

  // The canvas gets its size when it is first touched: before that its page may not be shown.
  function prepare() {
    const {width} = canvas.getBoundingClientRect();
    const scale = Math.min(2, devicePixelRatio || 1);
    if (canvas.width === Math.round(width * scale)) return;
    Object.assign(canvas, {width: Math.round(width * scale), height: Math.round(HEIGHT * scale)});
    context.setTransform(scale, 0, 0, scale, 0, 0);
    Object.assign(context, {lineWidth: STROKE, lineCap: 'round', lineJoin: 'round', strokeStyle: '#12202f'});
  }

  const at = (event) => {
    const {left, top} = canvas.getBoundingClientRect();
    return {x: event.clientX - left, y: event.clientY - top};
  };

  canvas.addEventListener('pointerdown', (event) => {
    prepare();
    canvas.setPointerCapture(event.pointerId);
    points = [at(event)];
    line(points[0], points[0], points[0]);
    drawn();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!points.length) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      points.push(at(one));
      if (points.length > 2) curve(points.slice(-3));
    }
  });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { points = []; });

  // Each stroke runs through the middles between points, bent at the points themselves.
  function curve([a, b, c]) {
    line({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2}, b, {x: (b.x + c.x) / 2, y: (b.y + c.y) / 2});
  }

  function line(from, bend, to) {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.quadraticCurveTo(bend.x, bend.y, to.x + 0.01, to.y);
    context.stroke();
  }

  return {clear: () => context.clearRect(0, 0, canvas.width, canvas.height)};
}

