// A position: one button asks the phone, waits for a better fix as long as it gets better, and shows how far off it may be. The text field
// stays, for those whose phone does not know.

import {element} from './view.mjs';

const GOOD = 15;
const PATIENCE = 30_000;

export function decorate(root, app) {
  if (!navigator.geolocation) return;
  for (const q of root.querySelectorAll('.q[data-kind=geopoint]')) {
    const button = Object.assign(element('button', 'button', app.t('place_take')), {type: 'button'});
    const said = element('p', 'hint');
    said.setAttribute('role', 'status');
    button.onclick = () => locate(q, button, said, app);
    q.querySelector('input').before(button);
    q.querySelector('input').after(said);
    q.addEventListener('written', () => { said.textContent = accuracy(app.filling.value(q.dataset.ref), app); });
    said.textContent = accuracy(app.filling.value(q.dataset.ref), app);
  }
}

function locate(q, button, said, app) {
  button.disabled = true;
  said.textContent = app.t('place_wait');
  let best = null;
  const finish = (problem = '') => {
    navigator.geolocation.clearWatch(watch);
    clearTimeout(timer);
    button.disabled = false;
    button.textContent = app.t('place_again');
    if (!best) said.textContent = app.t(problem || 'place_none');
  };
  const watch = navigator.geolocation.watchPosition(
    ({coords}) => {
      if (best && coords.accuracy >= best.accuracy) return;
      best = coords;
      const value = [coords.latitude.toFixed(7), coords.longitude.toFixed(7), (coords.altitude ?? 0).toFixed(1), coords.accuracy.toFixed(1)];
      q.querySelector('input').value = value.join(' ');
      app.answered(q, true);
      said.textContent = accuracy(value.join(' '), app);
      if (coords.accuracy <= GOOD) finish();
    },
    (error) => finish(error.code === error.PERMISSION_DENIED ? 'place_denied' : ''),
    {enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE},
  );
  const timer = setTimeout(finish, PATIENCE);
}

function accuracy(value, app) {
  const metres = Number(value.split(' ')[3]);
  return metres ? app.t('place_accuracy', {metres: Math.round(metres)}) : '';
}
