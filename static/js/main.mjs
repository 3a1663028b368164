// Every page's script: looks for components and starts this phone's work once the page is idle. A component is a file of the name in its
// element's data-component; one that fails takes no other along.

const COMPONENTS = {
  'phone-sync': () => import('./components/phone-sync.mjs'),
  'phone-rows': () => import('./components/phone-rows.mjs'),
  'phone-farewell': () => import('./components/phone-farewell.mjs'),
  'phone-outbox': () => import('./components/phone-outbox.mjs'),
  'trial-values': () => import('./components/trial-values.mjs'),
  'upload-progress': () => import('./components/upload-progress.mjs'),
};

/** The sentences of this page, by key; gaps are written {name}. */
export function texts() {
  const all = JSON.parse(document.getElementById('texts')?.textContent ?? '{}');
  return (key, gaps = {}) => (all[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => gaps[name] ?? whole);
}

let begun = false;

export async function begin() {
  if (begun || !globalThis.isSecureContext || !globalThis.indexedDB) return;
  begun = true;
  const {phone} = await import('./outbox/phone.mjs');
  const here = phone();
  for (const element of document.querySelectorAll('[data-component]')) {
    const load = COMPONENTS[element.dataset.component];
    if (load) load().then((module) => module.default(element, here, texts()), console.error);
  }
}

if (!document.body.classList.contains('filling')) begin();
