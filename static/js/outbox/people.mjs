// Who uses this phone: the person of the page (in localStorage, so that a form can start without waiting), everybody's upload token
// (in IndexedDB, outliving log-out), and the id of the phone itself.

const ME = 'phieu.me';
const DEVICE = 'phieu.device';

/** The person of this phone, null while it is not known: the server's cookie may name somebody who has just signed in. */
export function me() {
  try {
    const known = JSON.parse(localStorage.getItem(ME));
    const [, told] = /(?:^|; )who=(\d+)/.exec(document.cookie) ?? [];
    return known && told && told !== String(known.id) ? null : known;
  } catch {
    return null;
  }
}

function deviceId() {
  const id = localStorage.getItem(DEVICE) ?? crypto.randomUUID();
  localStorage.setItem(DEVICE, id);
  return id;
}

/** Ask the server who is signed in and what to keep. Throws without a network; null when nobody is signed in. */
export async function whoAmI(only = '') {
  const answer = await fetch(`/api/me${only}`, {headers: {Accept: 'application/json'}, cache: 'no-store'});
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`/api/me answered ${answer.status}`);
  const told = await answer.json();
  localStorage.setItem(ME, JSON.stringify({...told.person, device: deviceId()}));
  return told;
}

/** The very first form on this phone: nothing can be prefilled or saved for anybody until the server has said who this is. */
export async function firstVisit() {
  for (;;) {
    try {
      if (await whoAmI('?only=person')) return me();
    } catch { /* no network: the page answers by itself meanwhile, and what is typed will count */ }
    await new Promise((resolve) => {
      addEventListener('online', resolve, {once: true});
      setTimeout(resolve, 5000);
    });
  }
}

/** This person's upload token, asked for when there is none yet, or when the one there is was refused (`renew`). */
export async function ensureToken(db, person, renew = false) {
  const key = `person/${person.id}`;
  const have = await db.read(['meta'], (tx) => tx.get('meta', key));
  if (have?.token && !renew) return true;
  const device = deviceId();
  const answer = await fetch('/api/device', {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'X-Phieu': '1'},
    body: JSON.stringify({device, label: navigator.userAgent.slice(0, 200)}),
  });
  if (!answer.ok) return false;
  const told = await answer.json();
  if (told.person.id !== person.id) return false;
  await db.write(['meta'], (tx) => tx.put('meta', {key, token: told.token, device, name: told.person.full_name}));
  return true;
}

/** What the sender shows the server for a person's records; null when this phone has no token of theirs. */
export async function credentials(db, person) {
  const have = await db.read(['meta'], (tx) => tx.get('meta', `person/${person}`));
  return have?.token ? {token: have.token, device: have.device} : null;
}
