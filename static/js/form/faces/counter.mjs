// A whole number with a button for one less and one more beside it (appearance counter).

import {fromInput} from '../inputs.mjs';
import {element} from '../view.mjs';

/** One more or less than what was typed; from nothing to 1 or 0. What cannot be read stays. */
export function counted(typed, by) {
  const value = fromInput('int', typed);
  if (value === null) return typed;
  return value === '' ? String(Math.max(by, 0)) : String(BigInt(value) + BigInt(by));
}

export function decorate(root, {shown, t}) {
  for (const q of root.querySelectorAll('.q[data-face~=counter]')) {
    const input = q.querySelector('input');
    if (!input) continue;
    const box = element('div', 'count-box');
    const step = (by, text, key) => {
      const made = Object.assign(element('button', 'button step', text), {type: 'button'});
      made.setAttribute('aria-label', t(key));
      made.onclick = () => {
        input.value = counted(input.value, by);
        input.dispatchEvent(new Event('change', {bubbles: true}));
        q.dispatchEvent(new CustomEvent('written'));
      };
      return made;
    };
    input.before(box);
    box.append(step(-1, '−', 'count_less'), input, step(1, '+', 'count_more'));
    shown.face(q, {lock(locked) { box.inert = locked; }});
  }
}
