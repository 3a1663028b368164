// Starts the form page: the filling-in over what is already typed, pages one at a time, and every change handed to the keeper.
// What is not needed for the first answer (storage, photos, review, sending) is fetched afterwards.

import {modulesFor, start} from './engine.mjs';
import {view} from './view.mjs';

const PAUSE = 250;
const LONGEST = 1000;
const AFTER_A_PAUSE = 1200;
const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);

const [form, texts] = [$('form'), read('texts')];
const t = (key, gaps = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => gaps[name] ?? whole);

if (form && globalThis.isSecureContext && globalThis.indexedDB) run();

async function run() {
  const wire = read('wire');
  const person = await whoIsHere();
  await Promise.all(modulesFor(wire).map((module) => import(module)));
  const ctx = {
    now: () => new Date(), uuid: () => crypto.randomUUID(),
    username: person.name, fullName: person.full_name, unit: person.unit_key, deviceid: person.device,
  };
  const wanted = new URLSearchParams(location.hash.slice(1)).get('draft');
  const later = () => import('trial' in document.body.dataset ? './trial.mjs' : './keep.mjs');
  const opened = wanted ? await (await later()).reopen(wanted, person, t) : null;
  if (opened?.elsewhere) return;
  const filling = opened ? (await import('./restore.mjs')).restore(wire, opened.xml, ctx) : start(wire, ctx);
  open(filling, wire, person, opened, later);
}

// The person stands in localStorage, so that nothing has to be waited for. The first visit of all asks the server, and so does the first
// one after somebody else has signed in: nobody writes in another's name.
async function whoIsHere() {
  const known = JSON.parse(localStorage.getItem('phieu.me') ?? 'null');
  const [, told] = /(?:^|; )who=(\d+)/.exec(document.cookie) ?? [];
  if (known && (!told || told === String(known.id))) return known;
  return (await import('../outbox/people.mjs')).firstVisit();
}

function open(filling, wire, person, opened, later) {
  const shown = view(form, filling, wire, t);
  const sections = [...form.querySelectorAll('.page[data-page]')];
  const app = {form, filling, wire, person, shown, sections, t, show, changed, answered, draft: opened, place: {page: 1, at: ''}};
  let timer = 0;
  let taken = 0;
  let section = sections[0];

  const page = (number) => sections.find((one) => one.dataset.page === String(number));
  const isOpen = (one) => (one.dataset.ref ? filling.isRelevant(one.dataset.ref) : true);
  const openPages = () => sections.filter(isOpen);

  // ---- answers

  function saving() {
    $('state').className = 'state wait';
    $('state').textContent = t('saving');
  }

  function changed() {
    saving();
    app.dirty = true;
    app.keeper?.changed();
  }

  /** The question may have another answer now; `left`: the person has done with it. */
  function answered(q, left) {
    taken = performance.now();
    const changes = shown.take(q);
    if (left) {
      shown.touched.add(q.dataset.ref);
      shown.tidy(q);
    }
    if (changes) {
      shown.apply(changes, section, q);
      steps();
      changed();
    } else if (!app.dirty) app.keeper?.calm();
    if (left || q.classList.contains('bad')) shown.mark(section);
  }

  function typing({target}) {
    const q = target.closest('.q');
    if (!q || target.type === 'file') return;
    clearTimeout(timer);
    if (target.matches('[type=radio], [type=checkbox], select')) return;
    saving();
    // Who types on and on is read once a second all the same.
    timer = setTimeout(() => {
      answered(q, false);
      timer = setTimeout(() => shown.mark(section, q), AFTER_A_PAUSE);
    }, performance.now() - taken > LONGEST ? 0 : PAUSE);
  }

  form.addEventListener('input', typing);
  form.addEventListener('change', ({target}) => {
    const q = target.closest('.q');
    clearTimeout(timer);
    if (q && target.type !== 'file') answered(q, true);
  });
  const takeLast = () => {
    const q = document.activeElement?.closest?.('.q');
    if (q) answered(q, false);
  };
  addEventListener('pagehide', takeLast);
  document.addEventListener('visibilitychange', takeLast);
  form.addEventListener('focusin', ({target}) => {
    const q = target.closest('.q');
    if (q) app.place.at = q.dataset.ref;
  });

  // ---- pages

  function steps() {
    const all = openPages();
    const here = all.indexOf(section) + 1;
    $('page-count').textContent = all.length;
    if (here) $('page-number').textContent = here;
    Object.assign($('page-progress'), {max: all.length, value: here || all.length});
    for (const step of form.querySelectorAll('[data-step]')) {
      step.hidden = !isOpen(page(step.dataset.step));
      const current = step.dataset.step === section.dataset.page;
      current ? step.firstElementChild.setAttribute('aria-current', 'step') : step.firstElementChild.removeAttribute('aria-current');
    }
  }

  function show(next, {focus = true, remember = true} = {}) {
    const review = next.id === 'review';
    for (const one of [...sections, $('review')]) one.hidden = one !== next;
    section = next;
    $('page-title').textContent = next.querySelector('h2').textContent;
    $('back').hidden = next === openPages()[0];
    $('next').hidden = review;
    $('send').hidden = !review;
    $('summary').hidden = true;
    form.querySelector('.progress details').open = false;
    if (!review) shown.refresh(next);
    steps();
    app.place = {page: review ? 'review' : Number(next.dataset.page), at: ''};
    if (remember) history.pushState({page: app.place.page}, '');
    app.keeper?.moved();
    if (!focus) return;
    next.querySelector('h2').focus({preventScroll: true});
    scrollTo(0, 0);
  }

  function ask(one) {
    for (const q of one.querySelectorAll('.q')) [shown.touched, shown.asked].forEach((set) => set.add(q.dataset.ref));
    shown.mark(one);
  }

  const actions = {
    next() {
      ask(section);
      const all = openPages();
      const next = all[all.indexOf(section) + 1];
      if (next) show(next);
      else review();
    },
    back: () => show(openPages().filter((one) => section.id === 'review' || sections.indexOf(one) < sections.indexOf(section)).at(-1) ?? section),
    page: (number) => show(page(number)),
    add(ref) {
      const instance = shown.add(form.querySelector(`[data-repeat="${CSS.escape(ref)}"]`));
      changed();
      instance.scrollIntoView({block: 'start'});
      instance.querySelector('input, select, textarea')?.focus({preventScroll: true});
    },
    remove(ref) {
      const instance = $(`r/${ref}`);
      const filled = [...instance.querySelectorAll('.q')].some((q) => shown.answer(q) || (q.querySelector('[type=file]') && filling.value(q.dataset.ref)));
      if (filled && !confirm(t('remove_sure'))) return;
      shown.remove(instance);
      steps();
      changed();
    },
    async lang(tag) {
      (await import('./language.mjs')).change(app, tag);
    },
    async send() {
      (await import('./review.mjs')).finish(app);
    },
  };

  async function review() {
    sections.filter(isOpen).forEach(ask);
    (await import('./review.mjs')).review(app);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const {submitter} = event;
    const active = document.activeElement?.closest?.('.q');
    if (active) answered(active, true);
    // Enter in a field means "done with this one", not "next page".
    if (!submitter || submitter.classList.contains('hide')) return onward();
    const [verb, ...rest] = submitter.value.split(':');
    actions[verb]?.(rest.join(':'));
  });

  function onward() {
    const all = [...section.querySelectorAll('input, select, textarea')].filter((one) => one.offsetParent && !one.disabled);
    const next = all[all.indexOf(document.activeElement) + 1];
    next ? next.focus() : document.activeElement?.blur();
  }

  form.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#q/"]');
    if (!link) return;
    event.preventDefault();
    goTo(decodeURIComponent(link.hash.slice(3)));
  });

  function goTo(ref) {
    const q = shown.question(ref);
    const target = q?.closest('.page');
    if (!target) return;
    if (target !== section) show(target, {focus: false});
    shown.mark(target);
    const control = q.querySelector('input, select, textarea, button');
    q.scrollIntoView({block: 'center'});
    control?.focus({preventScroll: true});
  }

  addEventListener('popstate', ({state}) => {
    if (document.documentElement.dataset.sealed) return location.replace('/');
    const target = state?.page === 'review' ? null : page(state?.page ?? 1);
    if (target) show(target, {remember: false});
    else review();
  });

  // ---- lists that come after the page

  /** Resolves when the heavy lists are here; tries again for as long as it takes, for without them nothing may be finished. */
  async function lists() {
    if (!wire.later) return;
    const answer = await fetch(`${form.getAttribute('action')}/lists`).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      return lists();
    }
    filling.arrive(await answer.json());
    shown.refresh(section);
    steps();
  }

  // ---- beginning

  const typed = shown.takeAll(sections[0]);
  const place = opened?.place ?? {page: 1};
  history.replaceState({page: place.page}, '');
  if (place.page === 'review') {
    show(sections[0], {focus: false, remember: false});
    review();
  } else {
    show(page(place.page) ?? sections[0], {focus: false, remember: false});
    if (place.at) goTo(place.at);
  }
  if (typed) changed();
  document.documentElement.dataset.live = 'ready';
  app.complete = lists();
  later().then((module) => module.keep(app), () => {
    $('state').className = 'state bad';
    $('state').textContent = t('not_saved');
  });
}
