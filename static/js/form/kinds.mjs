// The kinds of files that questions ask for: what the first bytes of a picture, a recording or a film say it is. The twin of
// app/submissions/kinds.py; both pass tests/corpus/files.

export const HEAD = 4096;
const BOTH = ['audio/ogg', 'video/3gpp', 'video/mp4', 'video/webm'];
const STARTS = {ID3: 'audio/mpeg', fLaC: 'audio/flac', OggS: 'audio/ogg', '#!AMR': 'audio/amr', '\x1aE\xdf\xa3': 'video/webm'};
const RIFF = {WAVE: 'audio/wav', 'AVI ': 'video/x-msvideo'};
const PICTURES = /^(avi[fs]|hei[cxf]|mif1|msf1|hevc)/;
const ENDINGS = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/webp': 'webp', 'audio/mpeg': 'mp3', 'audio/flac': 'flac', 'audio/ogg': 'ogg',
  'audio/amr': 'amr', 'audio/wav': 'wav', 'audio/aac': 'aac', 'audio/mp4': 'm4a', 'video/webm': 'webm', 'video/x-msvideo': 'avi', 'video/mp4': 'mp4',
  'video/3gpp': '3gp', 'video/quicktime': 'mov',
};

export const endingOf = (type) => ENDINGS[type] ?? '';

const read = (bytes) => String.fromCharCode(...bytes.subarray(0, 16));

/** The content type of a picture that pages can show, or "". */
export function pictureType(bytes) {
  const text = read(bytes);
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG')) return 'image/png';
  if (text.startsWith('GIF8')) return 'image/gif';
  return text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP' ? 'image/webp' : '';
}

/** The content type of a recording or a film, or "". */
export function recordingType(bytes) {
  const text = read(bytes);
  const start = Object.keys(STARTS).find((one) => text.startsWith(one));
  if (start) return STARTS[start];
  if (text.startsWith('RIFF')) return RIFF[text.slice(8, 12)] ?? '';
  if (text.slice(4, 8) === 'ftyp') return brand(text.slice(8, 12));
  return bytes.length > 2 && bytes[0] === 0xff && bytes[1] >= 0xe0 ? frame(bytes[1]) : '';
}

function brand(name) {
  if (PICTURES.test(name)) return '';
  if (name.startsWith('M4A')) return 'audio/mp4';
  if (name.startsWith('3g')) return 'video/3gpp';
  return name === 'qt  ' ? 'video/quicktime' : 'video/mp4';
}

// ADTS has layer 0; MPEG audio has layers 1 to 3 and a version that is not the reserved one.
function frame(byte) {
  if ((byte & 0x06) === 0) return (byte & 0xf0) === 0xf0 ? 'audio/aac' : '';
  return (byte & 0x18) === 0x08 ? '' : 'audio/mpeg';
}

/** Whether a file of this type answers a question of this kind. */
export function suits(kind, type) {
  if (kind === 'file') return true;
  return type.startsWith(`${kind}/`) || (kind !== 'image' && BOTH.includes(type));
}

/**
 * The name under which an answer keeps its file: the question's own name, or for any file the name it came with, so that people know it again;
 * then something that is nowhere else, then the ending.
 */
export function fileName(kind, question, given, type, unique) {
  const [, stem, ending] = /^(.*?)(?:\.(\w{1,8}))?$/su.exec(given);
  const known = stem.normalize('NFC').replace(/[/\\:*?"<>|\p{C}]+/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, 60).trim();
  const last = endingOf(type) || (ending ?? '').toLowerCase();
  return `${(kind === 'file' && known) || question}-${unique}${last && '.'}${last}`;
}
