// Long lists: typed words find a choice, case and diacritics do not matter, and no more rows are made than anybody reads. One of many is a
// combobox over the plain <select>, which then holds only what is chosen; several of many are ticked in rows below the search. A list that a
// filter has made short is the plain control again.

import {element, labelOf} from '../view.mjs';
import {fitting} from './fold.mjs';
import {rowOf, wordsOf} from './pictured.mjs';

const FEW = 30;
const MOST = 100;

/** What is said about a search: `count` fit, the first MOST of them are shown. */
export function told(count, t) {
  if (!count) return t('search_none');
  return count > MOST ? t('search_more', {n: count, shown: MOST}) : t('search_found', {n: count});
}

/** The rows to show: what is chosen first, then what fits. */
export function listed(offered, chosen, fit) {
  return [...offered.filter(({value}) => chosen.has(value)), ...fit.slice(0, MOST).filter(({value}) => !chosen.has(value))];
}

/** The next place in a list of `count` for a key; -1 is none. */
export function moved(place, key, count) {
  if (key === 'ArrowDown') return place + 1 < count ? place + 1 : 0;
  return place > 0 ? place - 1 : count - 1;
}

export function decorate(root, app) {
  for (const q of root.querySelectorAll('.q[data-face~=search]')) {
    if (q.dataset.kind === 'select_multiple') several(q, app);
    else if (q.querySelector('select')) one(q, app);
  }
}

function spoken(q) {
  const folded = new Map();
  return {
    words: (choice) => wordsOf(q.dataset.list, choice),
    fit: (choices, typed) => fitting(choices, typed, folded),
  };
}

// ---- one of many

function one(q, {shown, t, filling}) {
  const select = q.querySelector('select');
  const {words, fit} = spoken(q);
  const box = element('div', 'combo');
  const input = Object.assign(element('input'), {type: 'text', autocomplete: 'off', spellcheck: false, placeholder: t('search_hint')});
  const list = Object.assign(element('ul'), {hidden: true});
  const said = element('p', 'hint');
  let [offered, found, active, short] = [[], [], -1, false];
  for (const [name, value] of Object.entries({role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false'})) input.setAttribute(name, value);
  input.setAttribute('aria-label', labelOf(q));
  input.setAttribute('aria-describedby', select.getAttribute('aria-describedby'));
  list.setAttribute('role', 'listbox');
  said.setAttribute('role', 'status');
  box.append(input, list, said);
  select.after(box);

  const option = ({value, label}) => new Option(words({value, label}), value);
  const current = () => offered.find(({value}) => value === select.value);
  const rest = () => { input.value = current() ? words(current()) : ''; };

  function open(typed) {
    found = fit(offered, typed).slice(0, MOST);
    active = -1;
    const ref = `l/${q.dataset.ref}`;
    list.replaceChildren(...found.map((choice, place) => {
      const row = element('li', '', words(choice));
      Object.assign(row, {id: `${ref}/${place}`, role: 'option', ariaSelected: String(choice.value === select.value)});
      row.setAttribute('role', 'option');
      return row;
    }));
    list.id = ref;
    input.setAttribute('aria-controls', ref);
    said.textContent = told(fit(offered, typed).length, t);
    expand(found.length > 0);
  }

  function expand(wide) {
    list.hidden = !wide;
    input.setAttribute('aria-expanded', String(wide));
    q.closest('.i')?.classList.toggle('over', wide);
    if (!wide) activate(-1);
  }

  function activate(place) {
    list.children[active]?.classList.remove('active');
    active = place;
    const row = list.children[place];
    row?.classList.add('active');
    row?.scrollIntoView({block: 'nearest'});
    row ? input.setAttribute('aria-activedescendant', row.id) : input.removeAttribute('aria-activedescendant');
  }

  function choose(value) {
    hold(value);
    rest();
    expand(false);
    said.textContent = '';
    select.dispatchEvent(new Event('change', {bubbles: true}));
  }

  /** The plain control holds what is chosen and nothing more, unless the list is short. */
  function hold(value) {
    if (!short) select.replaceChildren(select.options[0], ...offered.filter((choice) => choice.value === value).map(option));
    select.value = value;
  }

  input.addEventListener('input', (event) => {
    event.stopPropagation();
    open(input.value);
  });
  input.addEventListener('change', (event) => event.stopPropagation());
  input.addEventListener('click', () => {
    if (!list.hidden) return;
    input.select();
    open('');
  });
  input.addEventListener('keydown', (event) => {
    const {key} = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) open('');
      activate(moved(active, key, found.length));
    } else if (key === 'Enter' && !list.hidden) {
      event.preventDefault();
      const choice = found[active] ?? (found.length === 1 ? found[0] : null);
      if (choice) choose(choice.value);
    } else if (key === 'Escape' && !list.hidden) {
      event.preventDefault();
      rest();
      expand(false);
    }
  });
  input.addEventListener('blur', () => {
    expand(false);
    said.textContent = '';
    if (!input.value.trim() && select.value) choose('');
    else rest();
  });
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', ({target}) => {
    const place = [...list.children].indexOf(target.closest('li'));
    if (place >= 0) choose(found[place].value);
  });

  shown.face(q, {
    offer(choices) {
      offered = choices;
      short = choices.length <= FEW;
      [box.hidden, select.hidden] = [short, !short];
      // The label names whichever of the two is there.
      [select.id, input.id] = short ? [`i/${q.dataset.ref}`, ''] : ['', `i/${q.dataset.ref}`];
      if (short) select.replaceChildren(select.options[0], ...choices.map(option));
      hold(filling.value(q.dataset.ref));
      rest();
    },
    // The plain control holds no more than what is chosen now, so it cannot be asked whether the list is there.
    read: () => (offered.length ? select.value : undefined),
    write(value) {
      hold(value);
      rest();
    },
    lock: (locked) => { input.readOnly = locked; box.inert = locked; },
  });
}

// ---- several of many

function several(q, {shown, t}) {
  const place = q.querySelector('.many') ?? q.querySelector('fieldset');
  const {fit} = spoken(q);
  const input = Object.assign(element('input'), {type: 'search', autocomplete: 'off', placeholder: t('search_hint')});
  const said = element('p', 'hint');
  let [offered, chosen] = [[], new Set()];
  input.setAttribute('aria-label', t('search_hint'));
  said.setAttribute('role', 'status');
  place.before(input, said);

  function draw() {
    const short = offered.length <= FEW;
    const found = short ? offered : fit(offered, input.value);
    input.hidden = said.hidden = short;
    said.textContent = told(found.length, t);
    place.querySelectorAll('.o, .o ~ :is(audio, video)').forEach((row) => row.remove());
    const rows = (short ? offered : listed(offered, chosen, found)).flatMap((choice) => rowOf(q, choice, 'checkbox'));
    place.append(...rows);
    for (const box of place.querySelectorAll('input')) box.checked = chosen.has(box.value);
  }

  for (const kind of ['input', 'change']) {
    input.addEventListener(kind, (event) => {
      event.stopPropagation();
      draw();
    });
  }
  // Enter in the search box means the search.
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
  q.addEventListener('change', ({target}) => {
    if (target.type === 'checkbox') chosen[target.checked ? 'add' : 'delete'](target.value);
  });

  shown.face(q, {
    // A list that has not come yet says nothing about what is chosen of it.
    read: () => (offered.length ? offered.filter(({value}) => chosen.has(value)).map(({value}) => value).join(' ') : undefined),
    write(value) {
      chosen = new Set(value.split(' ').filter(Boolean));
      q.dataset.words = offered.filter((choice) => chosen.has(choice.value)).map(({label}) => label).join('; ');
      draw();
    },
    offer(choices) {
      offered = choices;
      draw();
    },
  });
}
