// A number with many figures is read back in groups, and in millions, below the field: "1500000" is "1.500.000 (1,5 triệu)".

import {fromInput} from '../inputs.mjs';
import {element} from '../view.mjs';

const FROM = 5; // figures; below it a number may be a year, and can be read anyway

/** A canonical number as it is read out; "" for blank and for what everybody reads. `t` says millions. */
export function spoken(value, t) {
  const [, sign, whole, rest] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value ?? '') ?? [];
  if (!whole || whole.length < FROM) return '';
  const groups = `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, '.')}${rest ? `,${rest}` : ''}`;
  const [size, key] = whole.length > 9 ? [1e9, 'thousand_million'] : [1e6, 'million'];
  const short = whole.length > 6 ? t(key, {n: String(Math.round(Number(value) / size * 100) / 100).replace('.', ',')}) : '';
  return t('reads', {n: short ? `${groups} (${short})` : groups});
}

export function decorate(root, {t}) {
  for (const q of root.querySelectorAll('.q[data-face~=figures]')) {
    const input = q.querySelector('input');
    if (!input) continue;
    const line = element('p', 'hint read');
    line.id = `s/${q.dataset.ref}`;
    input.after(line);
    input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby')} ${line.id}`);
    const read = () => {
      line.textContent = spoken(fromInput(q.dataset.kind === 'integer' ? 'int' : 'decimal', input.value), t);
    };
    input.addEventListener('input', read);
    q.addEventListener('written', read);
    read();
  }
}
