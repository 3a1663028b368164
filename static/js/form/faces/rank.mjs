// An order of all choices: rows with buttons up and down, which keys and screen readers reach, and a handle to drag them by.

import {element} from '../view.mjs';

/** The list with the entry at `from` put to `to`. */
export function moved(order, from, to) {
  const left = order.filter((_, place) => place !== from);
  return [...left.slice(0, to), order[from], ...left.slice(to)];
}

/** What is ranked first, then what is offered besides, as offered. */
export const arranged = (ranked, offered) => [...ranked.filter((one) => offered.includes(one)), ...offered.filter((one) => !ranked.includes(one))];

export function decorate(root, app) {
  for (const q of root.querySelectorAll('.q[data-face~=rank]')) rank(q, app);
}

function rank(q, {shown, t}) {
  const places = q.querySelector('.places');
  const typed = [...places.querySelectorAll('select')].map((one) => one.value);
  const whole = typed.every(Boolean) && new Set(typed).size === typed.length;
  const input = Object.assign(element('input'), {type: 'hidden', name: q.dataset.ref, value: whole ? typed.join(' ') : ''});
  const list = element('ol', 'ranked');
  const said = element('p', 'hint');
  const so = button('button small', t('rank_so'), () => settle(order));
  const away = button('button small plain', t('rank_away'), () => settle([]));
  const tools = element('div', 'tools');
  let words = new Map([...places.querySelectorAll('select:first-of-type option')].filter((one) => one.value).map((one) => [one.value, one.text]));
  let order = [...words.keys()];
  said.setAttribute('role', 'status');
  tools.append(so, away);
  places.replaceWith(list, said, tools);
  q.append(input);

  function settle(next) {
    input.value = next.join(' ');
    draw();
    input.dispatchEvent(new Event('change', {bubbles: true}));
  }

  function put(from, to) {
    const one = order[from];
    order = moved(order, from, to);
    settle(order);
    said.textContent = t('rank_now', {what: words.get(one), n: to + 1});
  }

  function draw() {
    const ranked = input.value.split(' ').filter(Boolean);
    order = arranged(ranked, ranked.length ? [...words.keys()] : order);
    so.hidden = ranked.length > 0;
    away.hidden = !so.hidden;
    list.classList.toggle('open', !ranked.length);
    q.dataset.words = ranked.map((one) => words.get(one) ?? one).join(' → ');
    if (!ranked.length) said.textContent = t('rank_not');
    list.replaceChildren(...order.map(row));
  }

  function row(value, place) {
    const li = element('li');
    const what = words.get(value);
    const step = (by, key) => {
      const made = button(`button step ${by < 0 ? 'up' : 'down'}`, '', () => {
        const to = place + by;
        if (to < 0 || to >= order.length) return;
        put(place, to);
        list.children[to].querySelector(by < 0 ? '.up' : '.down').focus();
      });
      made.setAttribute('aria-label', t(key, {what}));
      if (place + by < 0 || place + by >= order.length) made.setAttribute('aria-disabled', 'true');
      return made;
    };
    const handle = element('span', 'handle');
    handle.setAttribute('aria-hidden', 'true');
    handle.addEventListener('pointerdown', (event) => drag(event, li));
    li.append(handle, element('span', 'what', what), step(-1, 'rank_up'), step(1, 'rank_down'));
    return li;
  }

  // While it is dragged a row only moves on the page; where it is let go is the answer.
  function drag(event, li) {
    const {target, pointerId} = event;
    const from = [...list.children].indexOf(li);
    target.setPointerCapture(pointerId);
    li.classList.add('held');
    target.onpointermove = ({clientY}) => {
      const [before, after] = [li.previousElementSibling, li.nextElementSibling];
      const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
      if (before && clientY < middle(before)) before.before(li);
      else if (after && clientY > middle(after)) after.after(li);
      target.setPointerCapture(pointerId);
    };
    target.onpointerup = target.onpointercancel = () => {
      const to = [...list.children].indexOf(li);
      if (to !== from) put(from, to);
      else li.classList.remove('held');
    };
  }

  shown.face(q, {
    read: () => input.value,
    write(value) {
      input.value = value;
      draw();
    },
    offer(choices) {
      words = new Map(choices.map(({value, label}) => [value, label]));
      order = arranged(order, [...words.keys()]);
      draw();
    },
    lock(locked) {
      list.inert = locked;
      tools.hidden = locked;
    },
  });
  draw();
}

function button(look, text, onclick) {
  return Object.assign(element('button', look, text), {type: 'button', onclick});
}
