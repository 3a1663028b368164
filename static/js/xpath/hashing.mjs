// Digests, base64 and signed texts, and the shuffle that starts from a digest. Imported only for forms that ask for them ("uses" on the
// wire). Browsers have digests too, but only for those who can wait, and only over TLS.

import {single, toNumber, toText} from './evaluate.mjs';
import {functions, ofNodes, texts} from './functions.mjs';

const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
const number = (bytes) => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

// Nothing when it is no base64.
function fromBase64(text) {
  const plain = text.replace(/\s+/g, '');
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain);
  return Uint8Array.from(isBase64 ? atob(plain) : '', (sign) => sign.charCodeAt(0));
}

// ---- digests

// The message with its end mark and its length in bits, in blocks of `size` bytes.
function padded(bytes, size, isLittle) {
  const blocks = new Uint8Array(Math.ceil((bytes.length + 1 + size / 8) / size) * size);
  blocks.set(bytes);
  blocks[bytes.length] = 0x80;
  new DataView(blocks.buffer).setBigUint64(blocks.length - 8, BigInt(bytes.length) * 8n, isLittle);
  return new DataView(blocks.buffer);
}

const rolled = (word, by) => (word << by) | (word >>> (32 - by));

// MD5 and SHA-1 keep words of 32 bits: `round(state, word, step)` gives the next state.
function words(bytes, state, isLittle, expand, round) {
  const data = padded(bytes, 64, isLittle);
  for (let block = 0; block < data.byteLength; block += 64) {
    const w = expand(Array.from({length: 16}, (_, at) => data.getUint32(block + at * 4, isLittle)));
    let next = state;
    for (let step = 0; step < w.length; step++) next = round(next, w[step], step);
    state = state.map((word, at) => (word + next[at]) | 0);
  }
  const digest = new DataView(new ArrayBuffer(state.length * 4));
  state.forEach((word, at) => digest.setUint32(at * 4, word, isLittle));
  return new Uint8Array(digest.buffer);
}

const TURNS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
const PLACES = [(step) => step, (step) => 5 * step + 1, (step) => 3 * step + 5, (step) => 7 * step];
const MIXED = [(b, c, d) => (b & c) | (~b & d), (b, c, d) => (b & d) | (c & ~d), (b, c, d) => b ^ c ^ d, (b, c, d) => c ^ (b | ~d)];
const START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476].map((word) => word | 0);

const md5 = (bytes) =>
  words(bytes, START, true,
    (w) => Array.from({length: 64}, (_, step) => w[PLACES[step >> 4](step) & 15]),
    ([a, b, c, d], word, step) => {
      const sine = Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);
      return [d, (b + rolled((a + MIXED[step >> 4](b, c, d) + sine + word) | 0, TURNS[step >> 4][step & 3])) | 0, b, c];
    });

const CHOICES = [(b, c, d) => (b & c) | (~b & d), (b, c, d) => b ^ c ^ d, (b, c, d) => (b & c) | (b & d) | (c & d), (b, c, d) => b ^ c ^ d];
const ADDED = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];

const sha1 = (bytes) =>
  words(bytes, [...START, 0xc3d2e1f0 | 0], false,
    (w) => {
      for (let at = 16; at < 80; at++) w[at] = rolled(w[at - 3] ^ w[at - 8] ^ w[at - 14] ^ w[at - 16], 1);
      return w;
    },
    ([a, b, c, d, e], word, step) => {
      const part = Math.floor(step / 20);
      return [(rolled(a, 5) + CHOICES[part](b, c, d) + e + ADDED[part] + word) | 0, a, rolled(b, 30), c, d];
    });

const PRIMES = [];
for (let one = 2; PRIMES.length < 80; one++) if (PRIMES.every((prime) => one % prime)) PRIMES.push(one);

// The first 64 bits behind the point of a prime's root.
function fraction(prime, degree) {
  const power = BigInt(degree);
  const wanted = BigInt(prime) << (64n * power);
  let root = 0n;
  for (let bit = 1n << 68n; bit; bit >>= 1n) if ((root + bit) ** power <= wanted) root += bit;
  return root & 0xffffffffffffffffn;
}

// SHA-2 on words of `bits` bits; `from` is the first prime of its start, `length` that of the digest in bytes.
function sha2(bytes, bits, from, length) {
  const [size, mask] = [BigInt(bits), (1n << BigInt(bits)) - 1n];
  const cut = (word) => word >> (64n - size);
  const turned = (word, ...by) => by.reduce((sum, one) => sum ^ (((word >> one) | (word << (size - one))) & mask), 0n);
  const [big0, big1, small0, small1] =
    bits === 32
      ? [[2n, 13n, 22n], [6n, 11n, 25n], [7n, 18n, 3n], [17n, 19n, 10n]]
      : [[28n, 34n, 39n], [14n, 18n, 41n], [1n, 8n, 7n], [19n, 61n, 6n]];
  const shifted = (word, [one, two, shift]) => turned(word, one, two) ^ (word >> shift);
  const constants = PRIMES.slice(0, bits === 32 ? 64 : 80).map((prime) => cut(fraction(prime, 3)));
  let state = PRIMES.slice(from, from + 8).map((prime) => cut(fraction(prime, 2)));
  const data = padded(bytes, bits * 2, false);
  const width = bits / 8;
  for (let block = 0; block < data.byteLength; block += bits * 2) {
    const w = [];
    let [a, b, c, d, e, f, g, h] = state;
    constants.forEach((constant, step) => {
      const place = block + step * width;
      if (step >= 16) w[step] = (shifted(w[step - 2], small1) + w[step - 7] + shifted(w[step - 15], small0) + w[step - 16]) & mask;
      else w[step] = bits === 32 ? BigInt(data.getUint32(place)) : data.getBigUint64(place);
      const first = h + turned(e, ...big1) + ((e & f) ^ (~e & mask & g)) + constant + w[step];
      const second = turned(a, ...big0) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(first + second) & mask, a, b, c, (d + first) & mask, e, f, g];
    });
    state = state.map((word, at) => (word + [a, b, c, d, e, f, g, h][at]) & mask);
  }
  const written = state.map((word) => word.toString(16).padStart(bits / 4, '0')).join('');
  return Uint8Array.from(written.match(/../g).slice(0, length), (pair) => parseInt(pair, 16));
}

const DIGESTS = {
  MD5: md5,
  SHA1: sha1,
  SHA256: (bytes) => sha2(bytes, 32, 0, 32),
  SHA384: (bytes) => sha2(bytes, 64, 8, 48),
  SHA512: (bytes) => sha2(bytes, 64, 0, 64),
};
const ENCODINGS = {BASE64: base64, HEX: hex};

function digest(text, algorithm, encoding = 'base64') {
  const [made, written] = [DIGESTS[algorithm.toUpperCase().replaceAll('-', '')], ENCODINGS[encoding.toUpperCase()]];
  if (!made || !written) throw new Error('digest() does not know ' + algorithm + ' or ' + encoding);
  return written(made(encode(text)));
}

// ---- shuffling

const MODULUS = 2147483647;

// A number cut to a whole one, or the first eight bytes of a text's SHA-256; blank is 0.
function seedOf(value) {
  const given = toNumber(value);
  if (!Number.isNaN(given)) return Math.trunc(Math.max(-(2 ** 63), Math.min(given, 2 ** 63)));
  const text = toText(value);
  return text ? Number(BigInt.asIntN(64, number(DIGESTS.SHA256(encode(text)).slice(0, 8)))) : 0;
}

// Numbers from 0 up to 1 by the generator of Park and Miller.
function parkMiller(seed) {
  let state = seed % MODULUS;
  if (state <= 0) state += MODULUS - 1;
  return () => {
    state = (state * 16807) % MODULUS;
    return (state - 1) / (MODULUS - 1);
  };
}

// Fisher-Yates, inside out; with a seed always in the same order.
function randomize(scope, nodes, ...seed) {
  const draw = seed.length ? parkMiller(seedOf(single(seed[0]))) : scope.env.random;
  const shuffled = [];
  nodes.forEach((node, place) => {
    const other = Math.trunc(draw() * (place + 1));
    shuffled[place] = shuffled[other];
    shuffled[other] = node;
  });
  return shuffled;
}

// ---- Ed25519 (RFC 8032), verification only

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (base = mod(base); exponent; exponent >>= 1n, base = mod(base * base)) if (exponent & 1n) result = mod(result * base);
  return result;
}

const inverse = (value) => power(value, P - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT = power(2n, (P - 1n) / 4n);

// Points as [X, Y, Z, T] with x = X/Z, y = Y/Z, xy = T/Z.
function sum(p, q) {
  const [a, b] = [(p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])];
  const [c, d] = [2n * p[3] * q[3] * D, 2n * p[2] * q[2]];
  const [e, f, g, h] = [b - a, d - c, d + c, b + a].map(mod);
  return [e * f, g * h, f * g, e * h].map(mod);
}

function times(scalar, point) {
  let found = [0n, 1n, 1n, 0n];
  for (; scalar; scalar >>= 1n, point = sum(point, point)) if (scalar & 1n) found = sum(found, point);
  return found;
}

const little = (bytes) => number([...bytes].reverse());

// The point that a number of 32 bytes stands for; null when the curve has none there.
function pointOf(whole) {
  const [y, odd] = [whole & ((1n << 255n) - 1n), whole >> 255n];
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * ROOT);
  if (y >= P || mod(x * x) !== square || (x === 0n && odd)) return null;
  if ((x & 1n) !== odd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function isSigned(signature, message, key) {
  const [public_, scalar] = [pointOf(little(key)), little(signature.slice(32))];
  if (!public_ || scalar >= ORDER) return false;
  const [x, y, z, t] = public_;
  const challenge = little(DIGESTS.SHA512(Uint8Array.from([...signature.slice(0, 32), ...key, ...message]))) % ORDER;
  const found = sum(times(scalar, pointOf(mod(4n * inverse(5n)))), times(challenge, [mod(-x), y, z, mod(-t)]));
  const [foundX, foundY] = [found[0], found[1]].map((part) => mod(part * inverse(found[2])));
  return (foundY | ((foundX & 1n) << 255n)) === little(signature.slice(0, 32));
}

// The text behind a signature of 64 bytes, all in base64, if the public key confirms it, else blank.
function extractSigned(signed, key) {
  const [content, public_] = [signed, key].map(fromBase64);
  const isComplete = content.length >= 64 && public_.length === 32;
  return isComplete && isSigned(content.slice(0, 64), content.slice(64), public_) ? decode(content.slice(64)) : '';
}

Object.assign(functions, {
  digest: texts(digest),
  'base64-decode': texts((text) => decode(fromBase64(text))),
  'extract-signed': texts(extractSigned),
  randomize: ofNodes(randomize),
});
