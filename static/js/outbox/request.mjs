// A record as HTTP: which requests carry it, and what their answers mean. Knows neither the store nor when to send.

// A dropped connection costs at most one piece: about five seconds at 400 kbit/s.
export const PIECE = 256 * 1024;
// Slow is not broken: these only free a sender whose connection died without a word.
const PATIENCE = {head: 60_000, piece: 5 * 60_000, record: 3 * 60_000};

/** What a failed request means for its record. kind: 'later' | 'offline' | 'sign-in' | 'refused' */
export class Trouble extends Error {
  constructor(kind, status = 0, what = '') {
    super(`${kind} ${status} ${what}`);
    this.kind = kind;
    this.status = status;
    this.what = what;
  }
}

/** @param {{fetch: typeof fetch, token: string, device: string}} by */
export function requests({fetch, token, device}) {
  const headers = {Authorization: `Bearer ${token}`, 'X-Device': device};

  async function ask(url, options, patience) {
    const gaveUp = new AbortController();
    const timer = setTimeout(() => gaveUp.abort(), patience);
    try {
      const answer = await fetch(url, {
        ...options, headers: {...headers, ...options.headers}, credentials: 'omit', cache: 'no-store', signal: gaveUp.signal,
      });
      // The body is part of the answer: a connection may break in the middle of it.
      const said = options.method === 'HEAD' ? null : await answer.json().catch(() => null);
      return {status: answer.status, offset: offsetOf(answer), said};
    } catch (error) {
      throw new Trouble('offline', 0, String(error?.message ?? error));
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    /** How many bytes of the file the server has. */
    async offset(file) {
      const {status, offset} = await ask(`/api/files/${file.sha256}`, {method: 'HEAD'}, PATIENCE.head);
      if (status !== 200) throw trouble(status);
      return Math.min(offset ?? 0, file.size);
    },
    /** Send the next piece; resolves with the new offset, which may be another than expected when the server knows better. */
    async piece(file, blob, offset) {
      const body = blob.slice(offset, offset + PIECE);
      const place = {'Upload-Offset': String(offset), 'Upload-Length': String(file.size)};
      const answer = await ask(
        `/api/files/${file.sha256}`,
        {method: 'PUT', body, headers: {...place, 'Content-Type': 'application/octet-stream'}},
        PATIENCE.piece,
      );
      if (answer.status === 200 || answer.status === 409) return {offset: answer.offset ?? 0, went: body.size};
      // All bytes were there but not the right ones; the server dropped them.
      if (answer.status === 422) return {offset: 0, went: body.size, damaged: true};
      throw trouble(answer.status, answer.said);
    },
    /** Send the record itself; resolves with the server's receipt. */
    async record(record) {
      const body = new FormData();
      body.append('record', new Blob([record.xml], {type: 'text/xml'}), 'record.xml');
      body.append('files', JSON.stringify(record.files.map(({name, sha256, size}) => ({name, sha256, size}))));
      const {status, said} = await ask('/api/records', {method: 'POST', body}, PATIENCE.record);
      if (status < 200 || status > 202) throw trouble(status, said);
      if (!said?.receipt) throw new Trouble('later', status, 'an answer without a receipt');
      return said;
    },
  };
}

function offsetOf(answer) {
  const header = answer.headers.get('Upload-Offset');
  return header === null || header === '' ? null : Number(header);
}

/** 5xx, timeouts and "too many": later. 401 and 403: somebody has to sign in. Everything else needs a person to look at it. */
export function trouble(status, said = null) {
  const what = said?.error?.what ?? '';
  if (status === 401 || status === 403) return new Trouble('sign-in', status, what);
  if (status >= 500 || status === 408 || status === 425 || status === 429 || status === 0) return new Trouble('later', status, what);
  return new Trouble('refused', status, what);
}

/** Which files the server has not confirmed, hash by hash. Throws when it confirmed another record than the one sent. */
export function unconfirmed(record, receipt) {
  if (receipt.sha256 !== record.sha256) throw new Trouble('later', 0, 'the record arrived damaged');
  const stored = new Set((receipt.files ?? []).filter((one) => one.state === 'stored').map((one) => `${one.name} ${one.sha256}`));
  return record.files.filter((file) => !stored.has(`${file.name} ${file.sha256}`));
}
