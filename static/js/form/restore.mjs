// A record that exists, from its XML: read strictly, for what is wrong here is not a record that this program wrote. Not needed for a new
// record, so the form page fetches it only when a draft is opened again.

import {resume} from './engine.mjs';

// The values as the XML has them; what is computed is computed again. An Error when that is no XML.
export const restore = (wire, xml, ctx) => resume(wire, parseXml(xml), ctx);

const ENTITIES = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"};
const NAME = '[^\\s<>/="\'&!?]+';
const ATTRIBUTE = '\\s+(' + NAME + ')\\s*=\\s*("[^"<]*"|\'[^\'<]*\')';
const TOKEN = new RegExp(
  [
    '<\\?[^>]*\\?>|<!--[^]*?-->',
    '<!\\[CDATA\\[(?<raw>[^]*?)\\]\\]>',
    '</(?<close>' + NAME + ')\\s*>',
    '<(?<open>' + NAME + ')(?<attrs>(?:' + ATTRIBUTE + ')*)\\s*(?<empty>/?)>',
    '(?<text>[^<]+)',
  ].join('|'),
  'uy',
);

// XML without DTD as { name, attrs, kids, text }. An Error for anything that is not well-formed.
export function parseXml(source) {
  const document = {kids: [], text: ''};
  const stack = [document];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const found = TOKEN.exec(source)?.groups;
    const inside = stack[0];
    if (!found || (found.close && found.close !== inside.name)) throw new Error('not well-formed in <' + inside.name + '>');
    if (found.close) stack.shift();
    if (found.open) {
      const attrs = [...found.attrs.matchAll(new RegExp(ATTRIBUTE, 'gu'))].map(([, name, value]) => [name, unescape(value.slice(1, -1))]);
      const element = {name: found.open, attrs: Object.fromEntries(attrs), kids: [], text: ''};
      inside.kids.push(element);
      if (!found.empty) stack.unshift(element);
    }
    inside.text += found.raw ?? unescape(found.text ?? '');
  }
  if (stack.length > 1 || document.kids.length !== 1 || document.text.trim()) throw new Error('not one XML element');
  return document.kids[0];
}

function unescape(text) {
  return text.replace(/\r\n?/g, '\n').replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));|&/gi, (whole, decimal, hex, name) => {
    if (decimal || hex) return String.fromCodePoint(decimal ?? parseInt(hex, 16));
    if (!ENTITIES[name]) throw new Error('unknown entity ' + whole);
    return ENTITIES[name];
  });
}
