// Search without case and diacritics: "phu cuong" finds "Phú Cường". The twin of app/vietnamese/fold.py and app/collect/search.py.

export const fold = (text) =>
  text.replace(/[đĐ]/g, 'd').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** Those of [{label}, …] in whose words every typed word begins somewhere. `folded`: a Map that remembers folded labels. */
export function fitting(choices, typed, folded = new Map()) {
  const words = fold(typed).split(' ').filter(Boolean);
  return choices.filter(({label}) => {
    if (!folded.has(label)) folded.set(label, ` ${fold(label)}`);
    const text = folded.get(label);
    return words.every((word) => text.includes(` ${word}`) || text.includes(`(${word}`));
  });
}
