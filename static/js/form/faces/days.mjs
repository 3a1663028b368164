// Dates of which a part is asked: month-year, year; and days that are typed without a calendar. In the record they are dates. The twin of
// app/collect/days.py.

/** What was typed, as the datatype date reads it; anything else as it is. */
export const READ = {
  month(typed) {
    const [, year, month, month2, year2] = /^(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4}))$/.exec(typed.replace(/\s/g, '')) ?? [];
    return year ?? year2 ? `${year ?? year2}-${month ?? month2}-1` : typed;
  },
  year: (typed) => (/^\d{4}$/.test(typed.trim()) ? `${typed.trim()}-1-1` : typed),
  day: (typed) => typed,
};

/** A date of the record as people read it. */
export const SHOWN = {
  month: (value) => value.replace(/^(\d{4})-(\d\d)-\d\d$/, '$2/$1'),
  year: (value) => value.replace(/^(\d{4})-\d\d-\d\d$/, '$1'),
  day: (value) => value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1'),
};

export function decorate(root, {shown}) {
  for (const q of root.querySelectorAll('.q[data-face~=days]')) {
    const input = q.querySelector('input');
    const {part} = input.dataset;
    shown.face(q, {
      read: () => READ[part](input.value),
      write(value) {
        q.dataset.words = SHOWN[part](value);
        const text = input.type === 'month' ? value.slice(0, 7) : q.dataset.words;
        if (input.value !== text) input.value = text;
      },
    });
  }
}
