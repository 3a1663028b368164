// A line or an area: points are added where the phone is, by walking along, or under the cross of the map; taken back one by one; and listed as
// text, a line for each, which can be typed as well.

import {button, lockable} from './button.mjs';
import {fix} from './fix.mjs';
import {map, source} from './map.mjs';
import {areaOf, corners, fixed, isNews, lengthOf, metres, read, squareMetres, write} from './points.mjs';
import {element} from './view.mjs';

export function decorate(root, app) {
  for (const q of root.querySelectorAll('.q[data-kind=geotrace], .q[data-kind=geoshape]')) trace(q, app);
}

function trace(q, app) {
  const field = q.querySelector('textarea');
  const closed = q.dataset.kind === 'geoshape';
  const t = app.t;
  const drawn = map(app, {label: t(closed ? 'map_area' : 'map_line'), cross: true, closed});
  const said = element('p', 'measure');
  const status = element('p', 'hint');
  for (const one of [said, status]) one.setAttribute('role', 'status');
  const here = button(t('trace_here'), 'button', takeHere);
  const walk = button(t('trace_walk'), 'button', () => (walking ? stop() : go()));
  const undo = button(t('trace_undo'), 'button', () => put(points().slice(0, -1)));
  const cross = button(t('trace_cross'), 'button', () => put([...points(), drawn.middle()]));
  const tools = element('div', 'tools');
  const list = element('details');
  const summary = element('summary');
  let walking = null;
  if (navigator.geolocation) tools.append(here, walk);
  tools.append(cross, undo);
  list.append(summary);
  field.before(drawn.box, said, tools, status, list);
  list.append(field);
  list.open = !navigator.geolocation;

  const points = () => corners(read(field.value));

  function put(all) {
    field.value = all.map(write).join('\n');
    app.answered(q, false);
    tell();
  }

  function tell() {
    const all = points();
    drawn.box.hidden = cross.hidden = !all.length && !source();
    if (!drawn.box.hidden) drawn.show(all);
    undo.disabled = !all.length;
    summary.textContent = t('trace_list', {n: all.length});
    const size = closed ? squareMetres(areaOf(all)) : metres(lengthOf(all));
    said.textContent = q.dataset.words = all.length ? t(closed ? 'trace_area' : 'trace_line', {n: all.length, size}) : '';
  }

  async function takeHere() {
    here.disabled = true;
    status.textContent = t('place_wait');
    try {
      const coords = await fix({better: ({accuracy}) => { status.textContent = t('place_accuracy', {metres: Math.round(accuracy)}); }});
      put([...points(), fixed(coords)]);
    } catch (problem) {
      failed(problem);
    }
    here.disabled = false;
  }

  function failed(problem) {
    status.textContent = t(problem);
    list.open = true;
  }

  /** Every step of the way is stored as it is made. The screen stays on meanwhile where the phone allows it. */
  function go() {
    const lock = navigator.wakeLock?.request('screen').catch(() => null);
    const watch = navigator.geolocation.watchPosition(
      ({coords}) => {
        const found = fixed(coords);
        status.textContent = t('trace_walking', {metres: Math.round(coords.accuracy)});
        if (isNews(points().at(-1), found)) put([...points(), found]);
      },
      (error) => {
        if (error.code !== 1) return;
        stop();
        failed('place_denied');
      },
      {enableHighAccuracy: true, maximumAge: 0},
    );
    walking = {watch, lock};
    status.textContent = t('place_wait');
    walk.textContent = t('trace_stop');
    walk.setAttribute('aria-pressed', 'true');
  }

  async function stop() {
    const {watch, lock} = walking;
    walking = null;
    navigator.geolocation.clearWatch(watch);
    walk.textContent = t('trace_walk');
    walk.removeAttribute('aria-pressed');
    status.textContent = '';
    (await lock)?.release();
  }

  app.form.addEventListener('settle', () => walking && stop());
  field.addEventListener('input', tell);
  lockable(q, app);
  q.addEventListener('written', tell);
  tell();
}
