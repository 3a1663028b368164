// Choices that are more than plain words: their pictures, sound and markup stand in the page as patterns, by list and value; scripts know only
// the words.

import {element} from '../view.mjs';

const known = new Map();

/** What the page has for a choice of a list: a copy of its pattern, or null. */
export function pattern(list, value) {
  if (!known.size) {
    for (const one of document.querySelectorAll('template[data-of]')) known.set(`${one.dataset.of} ${one.dataset.value}`, one.content);
  }
  return known.get(`${list} ${value}`)?.cloneNode(true) ?? null;
}

/** The words of a choice, without its markup. */
export const wordsOf = (list, {value, label}) => pattern(list, value)?.querySelector('span')?.textContent || label;

/** A row to choose, and what belongs beside it. */
export function rowOf(q, {value, label}, type) {
  const row = element('label', 'o');
  row.append(Object.assign(element('input'), {type, name: q.dataset.ref, value}));
  const made = pattern(q.dataset.list, value);
  if (!made) {
    row.append(label);
    return [row];
  }
  // A fragment is no :scope of its own.
  row.append(...[...made.children].filter((one) => one.matches('img, span')));
  return [row, ...made.children];
}

export function decorate(root, {shown}) {
  for (const q of root.querySelectorAll('.q[data-face~=pictured]:not([data-face~=search], [data-face~=rank])')) {
    shown.face(q, {
      offer(choices) {
        const list = q.querySelector('select');
        if (list) {
          list.replaceChildren(list.options[0], ...choices.map((one) => new Option(wordsOf(q.dataset.list, one), one.value)));
          return;
        }
        const place = q.querySelector('.many, .fold') ?? q.querySelector('fieldset');
        q.querySelectorAll('.o, .o ~ :is(audio, video)').forEach((row) => row.remove());
        const type = q.dataset.kind === 'select_multiple' ? 'checkbox' : 'radio';
        place.append(...choices.flatMap((one) => rowOf(q, one, type)));
      },
    });
  }
}
