// A number on a scale: a slider with its value above and a button less and more beside it. Nobody has answered before it was touched: then it
// says so. The plain field stays the answer; it only steps back.

import {element} from '../view.mjs';

/** One step from a value (blank: from the start) as far as the scale goes. */
export function stepped(value, by, {start, least, most}) {
  if (value === '') return start;
  const next = Number((Number(value) + by).toFixed(10));
  return String(Math.min(Math.max(next, Number(least)), Number(most)));
}

export function decorate(root, {shown, t}) {
  for (const q of root.querySelectorAll('.q[data-face~=slider]')) slide(q, shown, t);
}

function slide(q, shown, t) {
  const input = q.querySelector('input');
  const {start, least, most, by} = input.dataset;
  const downward = start === most && least !== most;
  const comma = (text) => text.replace('.', ',');
  const box = element('div', 'slide');
  const range = Object.assign(element('input'), {type: 'range', min: least, max: most, step: by, id: input.id, dir: downward ? 'rtl' : '', value: (Number(least) + Number(most)) / 2});
  const value = element('output');
  const away = push('button small plain', t('slider_away'), () => set(''));
  const less = push('button step less', '−', () => step(-1), t('slider_less'));
  const more = push('button step more', '+', () => step(1), t('slider_more'));
  const ends = element('div', 'ends');
  ends.append(element('span', '', comma(downward ? most : least)), element('span', '', comma(downward ? least : most)));
  range.setAttribute('aria-describedby', input.getAttribute('aria-describedby'));
  range.style.setProperty('--steps', Math.min(20, Math.round((most - least) / by)));
  input.removeAttribute('id');
  input.type = 'hidden';
  box.append(value, less, range, more, ends, away);
  q.querySelector('p.ends').replaceWith(box);
  q.querySelector('.error').after(input);

  function draw() {
    const known = input.value.replace(',', '.');
    if (known && range.value !== known) range.value = known;
    value.textContent = known ? comma(known) : t('slider_none');
    q.dataset.words = comma(known);
    range.setAttribute('aria-valuetext', value.textContent);
    box.classList.toggle('open', !known);
    away.hidden = !known;
  }

  function set(text) {
    input.value = comma(text);
    draw();
    input.dispatchEvent(new Event('change', {bubbles: true}));
  }

  const step = (times) => set(stepped(input.value.replace(',', '.'), times * by, {start, least, most}));
  range.addEventListener('input', () => {
    input.value = comma(range.value);
    draw();
  });
  // A press on the very place where the thumb stands changes nothing, but it is an answer.
  range.addEventListener('click', () => {
    if (!input.value) set(range.value);
  });
  q.addEventListener('written', draw);
  shown.face(q, {lock(locked) { box.inert = locked; }});
}

function push(look, text, onclick, label = text) {
  const made = Object.assign(element('button', look, text), {type: 'button', onclick});
  made.setAttribute('aria-label', label);
  return made;
}
