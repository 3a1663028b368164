// Pictures drawn with the finger: a signature, a sketch, lines on a photo. The drawing becomes the answer like any other picture: when its
// button is pressed, and also when the person goes on elsewhere. Without this script such a question takes a photo of the paper.

import {during, replace, settled, takers, toolsOf} from './attach.mjs';
import {button} from './button.mjs';
import {Ink, drawStroke} from './ink.mjs';
import {element} from './view.mjs';

const HEIGHT = {signature: 0.5, draw: 1};
const STROKE = {signature: 2.5, draw: 3, annotate: 4};
const PENS = {black: '#12202f', red: '#c8102e', blue: '#0b4da2'};
const QUALITY = 0.85;

export function decorate(root, app) {
  for (const q of takers(root)) {
    const way = ['signature', 'draw', 'annotate'].find((one) => q.classList.contains(one));
    if (!way) continue;
    q.addEventListener('filed', () => offer(q, way, app));
    offer(q, way, app);
  }
}

/** The pad where nothing is drawn yet; a way to open it where there is a photo to draw on. */
function offer(q, way, app) {
  const there = app.filling.value(q.dataset.ref) !== '';
  q.querySelector('.pad')?.remove();
  q.querySelector('.on-photo')?.remove();
  const choose = q.querySelector('.choose');
  if (way === 'annotate') {
    if (there) choose.after(button(app.t('annotate_open'), 'button on-photo', () => onPhoto(q, app)));
    return;
  }
  choose.hidden = there;
  choose.className = 'button small plain choose';
  choose.textContent = app.t(`${way}_photo`);
  if (!there) toolsOf(q).before(pad(q, way, app, null));
}

async function onPhoto(q, app) {
  const open = q.querySelector('.on-photo');
  open.disabled = true;
  await settled(app.form);
  const photo = q.querySelector('.photo img');
  await photo.decode();
  const opened = pad(q, 'annotate', app, photo);
  open.replaceWith(opened);
  opened.scrollIntoView({block: 'nearest'});
}

function pad(q, way, app, photo) {
  const ink = new Ink();
  const box = element('div', 'pad');
  const canvas = element('canvas');
  const tools = element('div', 'tools');
  const done = button(app.t(`${way}_done`), 'button small', () => during(finish()));
  const undo = button(app.t('pad_undo'), 'button small', () => changed(() => ink.undo()));
  const clear = button(app.t(`${way}_clear`), 'button small', () => changed(() => ink.clear()));
  const ratio = photo ? photo.naturalHeight / photo.naturalWidth : HEIGHT[way];
  let pen = photo ? 'red' : 'black';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', app.t(`${way}_here`));
  tools.append(...(way === 'signature' ? [clear, done] : [...pens(), undo, clear, done]));
  box.append(element('p', 'hint', app.t(`${way}_here`)), canvas, tools);
  changed(() => {});
  strokes();

  function pens() {
    const all = Object.keys(PENS).map((name) => {
      const one = button(app.t(`pad_${name}`), `button small pen ${name}`, () => choose(name));
      one.dataset.pen = name;
      return one;
    });
    const choose = (name) => {
      pen = name;
      for (const one of all) one.setAttribute('aria-pressed', String(one.dataset.pen === name));
    };
    choose(pen);
    return all;
  }

  function changed(change) {
    change();
    undo.disabled = clear.disabled = ink.empty;
    done.disabled = ink.empty;
    if (canvas.width && canvas.isConnected) paint(canvas);
  }

  /** The canvas gets its size when it is first seen or touched: before that its page may not be shown. */
  function prepare() {
    const {width} = canvas.getBoundingClientRect();
    const sharp = Math.round(width * Math.min(2, devicePixelRatio));
    if (!width || canvas.width === sharp) return;
    Object.assign(canvas, {width: sharp, height: Math.round(sharp * ratio)});
    paint(canvas);
  }

  function paint(onto, background = '') {
    const context = onto.getContext('2d');
    context.clearRect(0, 0, onto.width, onto.height);
    if (background) Object.assign(context, {fillStyle: background}).fillRect(0, 0, onto.width, onto.height);
    if (photo) context.drawImage(photo, 0, 0, onto.width, onto.height);
    ink.draw(context, onto.width);
  }

  function strokes() {
    let drawing = false;
    const at = ({clientX, clientY}) => {
      const {left, top, width} = canvas.getBoundingClientRect();
      return {x: (clientX - left) / width, y: (clientY - top) / width};
    };
    canvas.addEventListener('pointerdown', (event) => {
      prepare();
      canvas.setPointerCapture(event.pointerId);
      drawing = true;
      changed(() => ink.begin(at(event), PENS[pen], STROKE[way] / canvas.getBoundingClientRect().width));
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!drawing) return;
      const context = canvas.getContext('2d');
      for (const one of event.getCoalescedEvents?.() ?? [event]) drawStroke(context, ink.move(at(one)), canvas.width);
    });
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { drawing = false; });
    new ResizeObserver(prepare).observe(canvas);
  }

  // Whoever goes on elsewhere has done with the drawing.
  const leaving = ({type, target}) => {
    if (!box.isConnected) {
      for (const [where, what] of LEAVING) where.removeEventListener(what, leaving, true);
    } else if (!ink.empty && (type === 'settle' || document.hidden || (type === 'pointerdown' && !q.contains(target)))) during(finish());
  };
  const LEAVING = [[document, 'pointerdown'], [document, 'visibilitychange'], [app.form, 'settle']];
  for (const [where, what] of LEAVING) where.addEventListener(what, leaving, true);

  async function finish() {
    if (done.disabled) return;
    done.disabled = true;
    const type = photo ? 'image/jpeg' : 'image/png';
    const whole = photo ? Object.assign(element('canvas'), {width: photo.naturalWidth, height: photo.naturalHeight}) : canvas;
    if (way !== 'signature') paint(whole, '#fff');
    const blob = await new Promise((resolve) => whole.toBlob(resolve, type, QUALITY));
    if (!(await replace(q, app, blob, type))) done.disabled = false;
  }

  return box;
}
