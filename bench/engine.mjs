// Opens a form and edits it, as a page would; for bench/engine.py, in Node and in Chromium alike.

export function measured({modulesFor, start}, wire, edits) {
  const ctx = {now: () => new Date(2018, 5, 5), uuid: () => crypto.randomUUID()};
  const begun = performance.now();
  const filling = start(wire, ctx);
  const open = performance.now() - begun;
  const times = edits.map(([ref, value]) => {
    const from = performance.now();
    filling.set(ref, value);
    return performance.now() - from;
  });
  return {open, times, total: filling.value('tong')};
}
