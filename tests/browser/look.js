// What a form page looks like at this moment, told as complaints: [what, ref or element]. Run inside the page by test_every_form.py.
() => {
  const complaints = [];
  const complain = (what, where) => complaints.push(`${what}: ${where}`);
  const isSeen = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(one).visibility !== 'hidden';
  };
  const nameOf = (one) => one.id || one.getAttribute('name') || one.outerHTML.slice(0, 80);
  const tall = (one) => one.getBoundingClientRect().height;

  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...document.body.querySelectorAll('*')].find((one) => one.getBoundingClientRect().right > innerWidth + 1 && isSeen(one));
    complain('wider than the phone', wide ? nameOf(wide) : `${document.documentElement.scrollWidth} px`);
  }

  const ids = new Map();
  for (const one of document.querySelectorAll('[id]')) ids.set(one.id, (ids.get(one.id) ?? 0) + 1);
  for (const [id, count] of ids) if (count > 1) complain('an id twice', id);
  for (const label of document.querySelectorAll('label[for]')) if (!ids.has(label.htmlFor)) complain('a label of nothing', label.htmlFor);
  for (const one of document.querySelectorAll('[aria-describedby], [aria-labelledby]')) {
    for (const id of `${one.getAttribute('aria-describedby') ?? ''} ${one.getAttribute('aria-labelledby') ?? ''}`.split(/\s+/)) {
      if (id && !document.getElementById(id)) complain('described by nothing', id);
    }
  }
  for (const one of document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a, canvas')) {
    if (!isSeen(one) || one.closest('[aria-hidden=true]')) continue;
    const words = one.labels?.length ? [...one.labels].map((label) => label.textContent).join('') : one.textContent;
    if (!(words + (one.getAttribute('aria-label') ?? '')).trim() && !one.getAttribute('aria-labelledby')) complain('nameless', nameOf(one));
  }

  // What the policy of real answers would not let through.
  const styled = document.documentElement.dataset.live ? '' : '[style], ';  // scripts may set styles
  for (const one of document.querySelectorAll(`${styled}style, script:not([src], [type="application/json"])`)) complain('inline', one.outerHTML.slice(0, 80));

  const refs = [];
  for (const q of document.querySelectorAll('.q')) {
    const {ref} = q.dataset;
    if (!isSeen(q) || q.matches('.note') || q.querySelector('.given')) continue;
    refs.push(ref);
    const label = q.querySelector('legend, label');
    if (!label || !isSeen(label) || !label.textContent.trim()) complain('no label', ref);
    const inputs = [...q.querySelectorAll('input, select, textarea, canvas, button')].filter(isSeen);
    // A list that hangs on an answer is empty until that answer is there.
    if (!inputs.length && !q.dataset.kind.startsWith('select') && q.dataset.kind !== 'rank') complain('nothing to answer with', ref);
    for (const one of inputs) {
      const target = one.matches('[type=radio], [type=checkbox]') ? one.closest('label') ?? one : one;
      const least = one.localName === 'button' ? 44 : 48;
      if (tall(target) < least - 0.5) complain(`only ${Math.round(tall(target))} px high`, nameOf(one));
    }
  }
  return {refs, complaints};
}
