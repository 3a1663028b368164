// The one way to IndexedDB: the schema, and transactions that survive dead handles. Knows nothing of what the stores mean.
// A write resolves only after its transaction has completed with strict durability: since Chrome 121 the default says
// "complete" before anything is on the disk, and behind every resolved write stands the word "saved".

export const NAME = 'phieu';
export const VERSION = 1;
const STORES = {meta: 'key', drafts: 'id', files: ['record', 'name'], outbox: 'id', sent: 'id'};

/**
 * @param {IDBFactory} factory
 * @param {(what: 'blocked' | 'outdated') => void} notice another tab keeps an old version open, or this tab is the old one
 */
export function database(factory = globalThis.indexedDB, notice = () => {}, name = NAME) {
  let handle = null;

  function open() {
    handle ??= new Promise((resolve, reject) => {
      const asked = factory.open(name, VERSION);
      asked.onupgradeneeded = () => upgrade(asked.result);
      asked.onblocked = () => notice('blocked');
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        const opened = asked.result;
        opened.onclose = () => { handle = null; };
        opened.onversionchange = () => { opened.close(); handle = null; notice('outdated'); };
        resolve(opened);
      };
    }).catch((error) => { handle = null; throw error; });
    return handle;
  }

  async function once(stores, mode, work) {
    const opened = await open();
    const transaction = opened.transaction(stores, mode, {durability: 'strict'});
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was given up'));
    });
    done.catch(() => {});
    let answer;
    try {
      answer = await work(access(transaction));
    } catch (error) {
      try { transaction.abort(); } catch { /* it is over already */ }
      await done.catch(() => {});
      throw transaction.error ?? error;
    }
    await done;
    return answer;
  }

  // A handle can die at any moment (the phone slept, storage was under pressure); the work is done again on a new one.
  async function run(stores, mode, work) {
    try {
      return await once(stores, mode, work);
    } catch (error) {
      if (!isDeadHandle(error)) throw error;
      handle = null;
      return once(stores, mode, work);
    }
  }

  return {
    read: (stores, work) => run(stores, 'readonly', work),
    write: (stores, work) => run(stores, 'readwrite', work),
  };
}

function upgrade(opened) {
  for (const [name, keyPath] of Object.entries(STORES)) {
    if (!opened.objectStoreNames.contains(name)) opened.createObjectStore(name, {keyPath});
  }
}

function isDeadHandle(error) {
  return ['InvalidStateError', 'UnknownError', 'AbortError'].includes(error?.name);
}

/** What work inside a transaction may do. Await nothing but these, or the transaction ends. */
function access(transaction) {
  const ask = (store, verb, ...more) => new Promise((resolve, reject) => {
    const request = transaction.objectStore(store)[verb](...more);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return {
    get: (store, key) => ask(store, 'get', key),
    put: (store, value) => ask(store, 'put', value),
    drop: (store, key) => ask(store, 'delete', key),
    all: (store) => ask(store, 'getAll'),
    filesOf: (record) => ask('files', 'getAll', IDBKeyRange.bound([record], [record, []])),
  };
}
