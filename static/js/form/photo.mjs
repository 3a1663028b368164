// Photos are made smaller by a worker, one at a time, after they were stored; the smaller one takes the place of the stored one.

import {input, refine, replace} from './attach.mjs';

const SIDE = 1600;
const ENOUGH = 400 * 1024;
const PATIENCE = 30_000;
let queue = Promise.resolve();
let worker = null;

export function decorate() {
  refine.image = (q, name, file, app) => {
    queue = queue.then(() => shrink(q, name, file, app));
    const mine = queue;
    queue = queue.catch(() => {});
    return mine;
  };
}

async function shrink(q, name, file, app) {
  const side = Number(input(q).dataset.maxPixels) || SIDE;
  const small = await smaller(file, side);
  // Nothing gained, or the person chose another photo meanwhile.
  if (!small || small.size >= file.size || app.filling.value(q.dataset.ref) !== name) return;
  await replace(q, app, small, 'image/jpeg');
}

function smaller(file, side) {
  if (!globalThis.OffscreenCanvas) return null;
  worker ??= new Worker(new URL('./shrink.mjs', import.meta.url), {type: 'module'});
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => {
      worker.terminate();
      worker = null;
      resolve(null);
    }, PATIENCE);
    const done = (small) => {
      clearTimeout(giveUp);
      resolve(small);
    };
    worker.onmessage = ({data}) => done(data);
    worker.onerror = () => done(null);
    worker.postMessage({file, side, enough: ENOUGH});
  });
}
