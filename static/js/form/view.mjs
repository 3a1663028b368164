// The page's questions over a filling-in: what people typed goes in, and what is relevant, required, computed, offered or refused
// comes out on the page. Keeps to the contract of templates/collect/items.html; knows neither storage nor the order of pages.

import {fromInput} from './inputs.mjs';

const bare = (ref) => ref.replace(/\[\d+\]/g, '');

/** @param {HTMLFormElement} form @param {object} filling @param {object} wire @param {(key: string, gaps?: object) => string} t */
export function view(form, filling, wire, t) {
  const types = datatypes(wire);
  const touched = new Set();
  const asked = new Set();
  const said = form.appendChild(element('p', 'hide'));
  said.setAttribute('role', 'status');

  const question = (ref) => document.getElementById(`q/${ref}`);
  // What the modules of ./faces make of questions: {read(), write(value), offer(choices)}, each optional. Without its module a "late"
  // question has no control that could be read here.
  const faces = new WeakMap();
  const inputsOf = (q) => ('late' in q.dataset ? [] : [...q.querySelectorAll('[name]')].filter((input) => input.name === q.dataset.ref));

  // ---- from the page into the filling

  /** What stands in the controls of a question, as canonical text; as typed where its datatype cannot read it. */
  function answer(q) {
    const inputs = inputsOf(q);
    const [first] = inputs;
    let typed = faces.get(q)?.read?.();
    if (typed === undefined) {
      if (!first || first.type === 'file') return null;
      // A choice whose list has not arrived yet is no answer of "none".
      const held = filling.value(q.dataset.ref);
      if (first.localName === 'select' && held && ![...first.options].some((one) => one.value === held)) return null;
      const ticked = first.type === 'checkbox' || first.type === 'radio';
      typed = ticked ? inputs.filter((input) => input.checked).map((input) => input.value).join(' ') : first.value;
    }
    return fromInput(types.get(bare(q.dataset.ref)), typed) ?? typed.normalize('NFC').trim();
  }

  /** Take over the controls of a question. Returns the changes, or null when there were none. */
  function take(q) {
    const value = answer(q);
    if (value === null || value === filling.value(q.dataset.ref)) return null;
    return filling.set(q.dataset.ref, value);
  }

  /** Show an answer that was read as it was read: "1.500" is 1500. What could not be read stays as it was typed. */
  function tidy(q) {
    const [first] = inputsOf(q);
    const type = types.get(bare(q.dataset.ref));
    if (!first?.matches('input:not([type]), [type=text], [type=tel]') || fromInput(type, first.value) === null) return;
    const value = filling.value(q.dataset.ref);
    if (first.value === shown(value, type)) return;
    (faces.get(q)?.write ?? ((text) => { first.value = shown(text, type); }))(value);
  }

  /** Take over everything that was typed or chosen before this script arrived. */
  function takeAll(section) {
    let any = false;
    for (const q of section.querySelectorAll('.q')) {
      if (answer(q) && take(q)) any = true;
    }
    return any;
  }

  // ---- from the filling onto the page

  function write(q) {
    const [value, inputs] = [filling.value(q.dataset.ref), inputsOf(q)];
    const chosen = new Set(value.split(' '));
    const own = faces.get(q)?.write;
    if (own) own(value);
    else for (const input of inputs) {
      if (input.type === 'file') continue;
      if (input.type === 'checkbox' || input.type === 'radio') input.checked = chosen.has(input.value);
      else if (answer(q) !== value) input.value = shown(value, types.get(bare(q.dataset.ref)));
    }
    q.dispatchEvent(new CustomEvent('written', {detail: value}));
  }

  /** Let a module make more of a question. What was typed into a late one meanwhile counts now. */
  function face(q, made) {
    const late = 'late' in q.dataset;
    delete q.dataset.late;
    faces.set(q, {...faces.get(q), ...made});
    state(q);
    offer(q);
    if (late && answer(q)) inputsOf(q)[0].dispatchEvent(new Event('change', {bubbles: true}));
    else write(q);
  }

  function state(q) {
    const {ref} = q.dataset;
    const relevant = filling.isRelevant(ref);
    const appears = q.hidden && relevant;
    q.hidden = !relevant;
    q.classList.toggle('must', filling.isRequired(ref));
    const locked = filling.isReadonly(ref);
    faces.get(q)?.lock?.(locked);
    for (const input of inputsOf(q)) {
      if ('readOnly' in input && !['checkbox', 'radio', 'file'].includes(input.type)) input.readOnly = locked;
      else input.disabled = locked;
    }
    return appears;
  }

  function offer(q) {
    if (!('choices' in q.dataset)) return;
    const {ref, kind} = q.dataset;
    const list = q.querySelector('select');
    const offered = filling.choices(ref);
    if (faces.get(q)?.offer) return faces.get(q).offer(offered);
    const made = offered.map(({value, label}) => {
      if (list) return new Option(label, value);
      const row = element('label', 'o');
      row.append(Object.assign(element('input'), {type: kind === 'select_multiple' ? 'checkbox' : 'radio', name: ref, value}), label);
      return row;
    });
    if (list) list.replaceChildren(list.options[0], ...made);
    else {
      q.querySelectorAll('.o').forEach((row) => row.remove());
      (q.querySelector('.many') ?? q.querySelector('fieldset')).append(...made);
    }
  }

  function speak(span) {
    const [number, part] = span.dataset.text.split('.');
    const text = filling.text(number, span.closest('[data-ref]')?.dataset.ref ?? '', part);
    if (span.textContent !== text) span.textContent = text;
  }

  /** Bring everything inside an element up to date. */
  function refresh(root) {
    for (const r of root.querySelectorAll('.r')) countInstances(r);
    for (const group of root.querySelectorAll('.g[data-ref]')) group.hidden = !filling.isRelevant(group.dataset.ref);
    for (const q of root.querySelectorAll('.q')) {
      state(q);
      offer(q);
      write(q);
    }
    for (const span of root.querySelectorAll('[data-text]')) speak(span);
  }

  /** Show what a change touched, as far as it stands inside `root`; `source` is the question being answered. */
  function apply(changes, root, source = null) {
    const touchedRefs = [...changes.touched ?? changes];
    if (touchedRefs.some(([, kind]) => kind === 'repeat')) {
      refresh(root);
      return;
    }
    const appeared = [];
    for (const [ref, kind] of touchedRefs) {
      const q = question(ref);
      const inside = q && root.contains(q);
      if (kind === 'text') for (const span of outputsOf(ref)) speak(span);
      else if (inside && kind === 'items') { offer(q); write(q); }
      else if (inside && kind === 'value' && q !== source) write(q);
      else if (inside && kind !== 'constraint' && state(q)) appeared.push(q);
      else if (!q && kind === 'relevant') hideOthers(ref);
    }
    if (appeared.length) said.textContent = t('appeared', {what: appeared.map(labelOf).join('; ')});
  }

  function hideOthers(ref) {
    for (const one of form.querySelectorAll('.g[data-ref], .r')) {
      if ((one.dataset.ref ?? one.dataset.repeat) === ref) one.hidden = !filling.isRelevant(ref);
    }
  }

  function outputsOf(ref) {
    return [...form.querySelectorAll('[data-text]')].filter((span) => (span.closest('[data-ref]')?.dataset.ref ?? '') === ref);
  }

  // ---- what is wrong

  /** Say at each question what is wrong with it: refused values once it was left, missing ones once they were asked for. */
  function mark(section, left = null) {
    if (left) touched.add(left.dataset.ref);
    const ref = section.dataset.ref ?? '';
    const wrong = new Map();
    for (const problem of filling.problems(ref)) if (!wrong.has(problem.ref)) wrong.set(problem.ref, problem);
    for (const q of section.querySelectorAll('.q')) {
      const problem = wrong.get(q.dataset.ref);
      const missing = problem?.code === 'required';
      const show = problem && (missing ? asked : touched).has(q.dataset.ref);
      say(q, show && !missing ? problem.message || t(problem.code) : '');
      q.classList.toggle('miss', Boolean(show && missing));
      note(q, show && missing ? t('missing') : '');
    }
  }

  function say(q, message) {
    const place = document.getElementById(`e/${q.dataset.ref}`);
    if (!place) return;
    if (place.textContent !== message) place.textContent = message;
    place.hidden = !message;
    q.classList.toggle('bad', Boolean(message));
    for (const input of inputsOf(q)) message ? input.setAttribute('aria-invalid', 'true') : input.removeAttribute('aria-invalid');
  }

  function note(q, message) {
    const old = q.querySelector(':scope > .mark');
    if (!message) old?.remove();
    else if (!old) q.append(element('p', 'mark', message));
  }

  // ---- repeats

  function countInstances(r) {
    const ref = r.dataset.repeat;
    const wanted = filling.isRelevant(ref) ? filling.instances(ref).length : 0;
    r.hidden = !filling.isRelevant(ref);
    const holder = r.querySelector('.instances');
    while (holder.children.length > wanted) holder.lastElementChild.remove();
    while (holder.children.length < wanted) {
      const place = holder.children.length + 1;
      holder.append(r.querySelector(':scope > template').content.cloneNode(true));
      renumber(holder.lastElementChild, `${ref}[#]`, `${ref}[${place}]`, place);
      form.dispatchEvent(new CustomEvent('grown', {detail: holder.lastElementChild}));
    }
    const [button, full] = r.querySelectorAll(':scope > .button, :scope > .hint');
    if (full) full.hidden = !(button.disabled = wanted >= r.dataset.max);
  }

  function add(r) {
    filling.add(r.dataset.repeat);
    refresh(r.closest('.page'));
    return r.querySelector('.instances').lastElementChild;
  }

  function remove(instance) {
    const {ref} = instance.dataset;
    const repeat = ref.replace(/\[\d+\]$/, '');
    const later = [...instance.parentElement.children];
    const place = later.indexOf(instance);
    const section = instance.closest('.page');
    filling.remove(ref);
    instance.remove();
    later.slice(place + 1).forEach((one, index) => {
      renumber(one, one.dataset.ref, `${repeat}[${place + index + 1}]`, place + index + 1);
    });
    for (const known of [touched, asked]) [...known].filter((one) => one.startsWith(`${repeat}[`)).forEach((one) => known.delete(one));
    refresh(section);
    mark(section);
  }

  return {answer, question, face, refresh, apply, take, takeAll, tidy, mark, say, add, remove, touched, asked};
}

const CARRIERS = ['id', 'name', 'for', 'value', 'data-ref', 'data-repeat', 'aria-describedby', 'aria-labelledby'];

/** Write another instance's refs into everything of an instance, patterns of inner repeats included. */
function renumber(instance, from, to, place) {
  for (const one of [instance, ...instance.querySelectorAll('*')]) {
    for (const name of CARRIERS) {
      const value = one.getAttribute(name);
      if (value?.includes(from) && (name !== 'value' || one.localName === 'button')) one.setAttribute(name, value.replaceAll(from, to));
    }
    if (one.localName === 'template') for (const child of one.content.children) renumber(child, from, to, 0);
  }
  if (place) for (const count of instance.querySelectorAll('.count')) if (count.closest('.i') === instance) count.textContent = place;
}

function datatypes({nodes}) {
  const paths = [''];
  const types = new Map();
  nodes.forEach((node, index) => {
    if (index === 0) return;
    paths[index] = paths[node.p] ? `${paths[node.p]}/${node.n}` : node.n;
    types.set(paths[index], node.t ?? 'string');
  });
  return types;
}

/** A canonical value as its input shows it. */
function shown(value, type) {
  if (type === 'decimal') return value.replace('.', ',');
  if (type === 'geotrace' || type === 'geoshape') return value.replace(/; */g, '\n');
  if (type === 'time') return value.slice(0, 5);
  return type === 'dateTime' ? value.slice(0, 16) : value;
}

export function labelOf(q) {
  return (q.querySelector('legend') ?? q.querySelector('label') ?? q).textContent.trim();
}

export function element(name, className = '', text = '') {
  return Object.assign(document.createElement(name), {className, textContent: text});
}
