// Codes are read by the camera where the browser has a reader; everywhere they can be typed.

import {button, lockable} from './button.mjs';
import {element} from './view.mjs';

const PACE = 200;

export function decorate(root, app) {
  if (!globalThis.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
  for (const q of root.querySelectorAll('.q[data-kind=barcode]')) {
    const open = button(app.t('scan_open'), 'button', () => scan(q, open, app));
    q.querySelector('input').before(open);
    lockable(q, app);
  }
}

async function scan(q, open, app) {
  const field = q.querySelector('input');
  open.disabled = true;
  app.shown.say(q, '');
  const stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: field.dataset.camera}}).catch((error) => error);
  open.disabled = false;
  if (stream instanceof Error) {
    app.shown.say(q, app.t(stream.name === 'NotAllowedError' ? 'scan_denied' : 'scan_none'));
    return;
  }
  const box = element('div', 'scan');
  const film = Object.assign(element('video'), {srcObject: stream, muted: true, playsInline: true});
  film.setAttribute('aria-label', app.t('scan_here'));
  const close = button(app.t('scan_close'), 'button', end);
  box.append(element('p', 'hint', app.t('scan_here')), film, close);
  open.hidden = true;
  open.before(box);
  close.focus();
  addEventListener('pagehide', end);
  document.addEventListener('visibilitychange', end);

  function end() {
    removeEventListener('pagehide', end);
    document.removeEventListener('visibilitychange', end);
    for (const track of stream.getTracks()) track.stop();
    box.remove();
    open.hidden = false;
  }

  film.play().catch(() => {});
  const detector = new BarcodeDetector();
  while (box.isConnected) {
    const [code] = await detector.detect(film).catch(() => []);
    if (code && box.isConnected) {
      end();
      field.value = code.rawValue;
      app.answered(q, true);
      field.focus();
    }
    await new Promise((resolve) => setTimeout(resolve, PACE));
  }
}
