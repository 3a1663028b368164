// Places that the phone notes by itself (start-geopoint, background-geopoint): when a record begins, when an instance is added, when an answer
// changes. Only where the person lets it; nothing waits for it, and nothing is asked a second time.

import {fix} from './fix.mjs';
import {beside, fixed, write} from './points.mjs';

const bare = (ref) => ref.replace(/\[\d+\]/g, '');

/** The path of every node, without positions. */
function paths(nodes) {
  const found = [];
  nodes.forEach(({n, p}, at) => found.push(at === 0 ? '' : found[p] ? `${found[p]}/${n}` : n));
  return found;
}

export function watchOver(app) {
  const path = paths(app.wire.nodes);
  const wanted = app.wire.nodes.flatMap(({loc = []}, node) => loc.map(([event, trigger]) => ({event, path: path[node], trigger: path[trigger]})));
  const usual = new Map(app.wire.nodes.map(({d = ''}, node) => [path[node], d]));
  const known = new Map();
  const running = new Set();

  async function note(ref) {
    if (running.has(ref)) return;
    running.add(ref);
    try {
      const coords = await fix({better: () => {}});
      app.shown.apply(app.filling.set(ref, write(fixed(coords))), app.form);
      app.changed();
    } catch { /* not known, not allowed, or the instance is gone meanwhile */ }
    running.delete(ref);
  }

  /** Every question whose answer sets off a note, as it is now. */
  function triggers() {
    const all = wanted.filter(({event}) => event === 'changed').map(({trigger}) => trigger);
    return [...app.form.querySelectorAll('.q')].map((q) => q.dataset.ref).filter((ref) => all.includes(bare(ref)));
  }

  function look(before = usual) {
    for (const ref of triggers()) {
      const value = app.filling.value(ref);
      const changed = (known.get(ref) ?? before.get(bare(ref)) ?? value) !== value;
      known.set(ref, value);
      if (changed) for (const {path: target, trigger} of wanted) if (trigger === bare(ref)) note(beside(ref, target));
    }
  }

  if (!app.draft) for (const {event, path: target} of wanted) if (event === 'load') note(target);
  // What a draft holds already is no answer that was just given.
  look(app.draft ? new Map() : usual);
  app.form.addEventListener('answered', () => look());
  app.form.addEventListener('grown', ({detail}) => {
    const inside = bare(detail.dataset.ref);
    for (const {event, path: target} of wanted) {
      const ref = beside(`${detail.dataset.ref}/`, target);
      if (event === 'repeat' && target.startsWith(`${inside}/`) && !app.filling.value(ref)) note(ref);
    }
  });
}
