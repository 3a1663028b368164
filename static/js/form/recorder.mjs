// Sound is recorded on the page where the browser can; every few seconds what there is of it is stored, so a phone that dies takes little with
// it. A stored file can be chosen too, unless the form wants one that is made now.

import {during, input, replace, show, takers, toolsOf} from './attach.mjs';
import {button} from './button.mjs';
import {recordingType} from './kinds.mjs';
import {element} from './view.mjs';

const SLICE = 5000;
const BITS = {'voice-only': 16_000, low: 24_000, normal: 64_000};

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export function decorate(root, app) {
  if (!globalThis.MediaRecorder || !navigator.mediaDevices?.getUserMedia) return;
  for (const q of takers(root)) {
    if (q.dataset.kind !== 'audio') continue;
    const begin = button(app.t('record_begin'), 'button record', () => record(q, app));
    const choose = q.querySelector('.choose');
    choose.before(begin);
    const offer = () => {
      begin.hidden = app.filling.value(q.dataset.ref) !== '';
      choose.hidden = input(q).hasAttribute('capture') && !begin.hidden && !begin.disabled;
    };
    q.addEventListener('filed', offer);
    offer();
  }
}

async function record(q, app) {
  const begin = q.querySelector('.record');
  begin.disabled = true;
  app.shown.say(q, '');
  const stream = await navigator.mediaDevices.getUserMedia({audio: true}).catch((error) => error);
  if (stream instanceof Error) {
    // Whoever cannot record here may still have a recorder of their own.
    q.querySelector('.choose').hidden = false;
    begin.disabled = false;
    app.shown.say(q, app.t(stream.name === 'NotAllowedError' ? 'record_denied' : 'record_none'));
    return;
  }
  await during(recording(q, app, stream));
  begin.disabled = false;
  q.dispatchEvent(new Event('filed'));
}

/** Resolves when the recording has come to its end and all of it is stored. */
function recording(q, app, stream) {
  const most = Number(input(q).dataset.most) * 1024 * 1024;
  const recorder = new MediaRecorder(stream, {audioBitsPerSecond: BITS[input(q).dataset.quality] ?? BITS.normal});
  const parts = [];
  const panel = element('div', 'recording');
  const said = element('p', 'state wait');
  const stop = button(app.t('record_done'), 'button go', () => recorder.stop());
  const pause = button(app.t('record_pause'), 'button', () => (recorder.state === 'paused' ? recorder.resume() : recorder.pause()));
  const tools = toolsOf(q);
  let [seconds, name, storing] = [0, null, Promise.resolve()];
  const tell = () => { said.textContent = app.t(recorder.state === 'paused' ? 'record_paused' : 'record_runs', {time: clock(seconds)}); };
  const tick = setInterval(() => {
    if (recorder.state === 'recording') seconds += 1;
    tell();
  }, 1000);
  const end = () => recorder.state !== 'inactive' && recorder.stop();

  async function store() {
    const blob = new Blob(parts, {type: recorder.mimeType});
    if (name && name === app.filling.value(q.dataset.ref)) await app.keeper.store([{name, blob}]);
    else if (!name) {
      const type = recordingType(new Uint8Array(await blob.slice(0, 16).arrayBuffer()));
      name = await replace(q, app, blob, type);
      if (!name) end();
    }
  }

  recorder.ondataavailable = ({data}) => {
    if (data.size) parts.push(data);
    storing = storing.then(store).catch(() => app.shown.say(q, app.t('file_failed')));
    if (parts.reduce((sum, part) => sum + part.size, 0) > most) end();
  };
  recorder.onpause = recorder.onresume = () => {
    pause.textContent = app.t(recorder.state === 'paused' ? 'record_go_on' : 'record_pause');
    tell();
  };
  app.form.addEventListener('settle', end);
  panel.append(said, stop, pause);
  tools.hidden = true;
  tools.before(panel);
  tell();
  stop.focus();
  return new Promise((resolve) => {
    recorder.onstop = async () => {
      clearInterval(tick);
      app.form.removeEventListener('settle', end);
      for (const track of stream.getTracks()) track.stop();
      await storing;
      panel.remove();
      tools.hidden = false;
      // The whole of it, not the first piece that stood there while it went on.
      delete q.dataset.shown;
      await show(q, app);
      resolve();
    };
    recorder.start(SLICE);
  });
}
