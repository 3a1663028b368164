// A choice that is enough to go on (appearance quick): to the next question of the page, at its end to the next page. Only for a press with
// thumb or mouse: whoever walks through the choices with keys chooses each on the way.

export function decorate(root) {
  for (const q of root.querySelectorAll('.q[data-face~=quick]')) {
    q.addEventListener('click', ({target, detail}) => {
      if (detail && target.matches('[type=radio]')) setTimeout(() => onward(q));
    });
    q.addEventListener('change', ({target}) => {
      if (target.localName === 'select') setTimeout(() => onward(q));
    });
  }
}

function onward(q) {
  const all = [...q.closest('.page').querySelectorAll('.q')].filter((one) => one === q || one.offsetParent);
  const next = all[all.indexOf(q) + 1];
  if (!next) return document.getElementById('next').click();
  next.scrollIntoView({block: 'center'});
  next.querySelector('input, select, textarea, button')?.focus({preventScroll: true});
}
