// A place: one button asks the phone and shows how far off it may be; the text field stays, for those whose phone does not know. Where the form
// wants a map (maps, placement-map) the place is shown on one, and set under its cross.

import {button, lockable} from './button.mjs';
import {fix} from './fix.mjs';
import {map, source} from './map.mjs';
import {fixed, read, write} from './points.mjs';
import {element} from './view.mjs';

export function decorate(root, app) {
  for (const q of root.querySelectorAll('.q[data-kind=geopoint]')) {
    const field = q.querySelector('input');
    const said = element('p', 'hint');
    said.setAttribute('role', 'status');
    field.after(said);
    if (navigator.geolocation) {
      const take = button(app.t('place_take'), 'button', () => locate(q, take, said, app));
      field.before(take);
    }
    const shown = 'map' in field.dataset ? onMap(q, field, app) : () => {};
    const tell = () => {
      said.textContent = accuracy(app.filling.value(q.dataset.ref), field, app);
      shown();
    };
    lockable(q, app);
    q.addEventListener('written', tell);
    tell();
  }
}

function give(q, point, app) {
  q.querySelector('input').value = write(point);
  app.answered(q, true);
  q.dispatchEvent(new CustomEvent('written'));
}

async function locate(q, take, said, app) {
  const {good} = q.querySelector('input').dataset;
  take.disabled = true;
  said.textContent = app.t('place_wait');
  try {
    await fix({good: Number(good) || undefined, better: (coords) => give(q, fixed(coords), app)});
  } catch (problem) {
    said.textContent = app.t(problem);
  }
  take.disabled = false;
  take.textContent = app.t('place_again');
}

function accuracy(value, field, app) {
  const [point] = read(value);
  if (!point?.acc) return '';
  const doubtful = Number(field.dataset.doubtful);
  return app.t(doubtful && point.acc > doubtful ? 'place_doubtful' : 'place_accuracy', {metres: Math.round(point.acc)});
}

/** A map above the field; without tiles there is one only when there is a place to show. */
function onMap(q, field, app) {
  const sets = field.dataset.map === 'sets';
  const drawn = map(app, {label: app.t('map_place'), cross: sets, closed: false});
  const part = element('div', 'stack');
  part.append(drawn.box);
  if (sets) part.append(button(app.t('map_set'), 'button', () => give(q, drawn.middle(), app)));
  field.before(part);
  return () => {
    const points = read(app.filling.value(q.dataset.ref)).slice(0, 1);
    part.hidden = !points.length && !(sets && source());
    if (!part.hidden) drawn.show(points);
  };
}
