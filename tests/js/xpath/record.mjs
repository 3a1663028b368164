// A record and its surroundings as the cases of tests/corpus/expressions write them, for evaluate() alone.

import {functions, lazy} from '../../../static/js/xpath/functions.mjs';
import {Plain, define, grow, listDocument} from '../../../static/js/form/instance.mjs';
import {surroundings} from '../corpus.mjs';

// { env, find(ref) } of nested JSON: datatypes after a colon, `!` for what is not relevant.
export function record(content, lists = {}, lang = 'vi') {
  const nodes = [];
  describe(nodes, 'data', -1, content);
  const [def] = define({nodes});
  const document = new Plain('', null, '', () => [root]);
  const root = grow(def, document);
  fill(root, content);
  const {now, uuid, random} = surroundings();
  const documents = {};
  const instance = (name) => {
    if (!lists[name]) throw new Error('no instance ' + name);
    const cols = [...new Set(lists[name].flatMap((row) => Object.keys(row)))];
    return (documents[name] ??= listDocument({cols, rows: lists[name].map((row) => cols.map((col) => row[col] ?? ''))}));
  };
  const properties = {username: 'lan', deviceid: 'may-01'};
  const env = {document, functions, lazy, lang, version: '7', now: () => now, uuid, random, instance, properties, choiceLabel: () => ''};
  return {env, find: (ref) => root.walk().find((node) => node.ref === ref) ?? root.walk().find((node) => plainRef(node) === ref)};
}

const plainRef = (node) => node.ref.replaceAll('[1]', '');

function parts(key) {
  const [name, datatype] = key.replace(/!$/, '').split(':');
  return {name, datatype, isHidden: key.endsWith('!')};
}

function describe(nodes, key, parent, content) {
  const {name, datatype} = parts(key);
  const number = nodes.length;
  const isRepeat = Array.isArray(content);
  const inner = isRepeat ? Object.assign({}, ...content) : typeof content === 'string' ? undefined : content;
  nodes.push({n: name, p: parent, t: datatype, ...(inner && {k: isRepeat ? 'repeat' : 'group', start: 0})});
  for (const [child, value] of Object.entries(inner ?? {})) describe(nodes, child, number, value);
}

function fill(node, content) {
  for (const [key, value] of Object.entries(content)) {
    const {name, isHidden} = parts(key);
    const place = node.def.kids.findIndex((kid) => kid.n === name);
    if (Array.isArray(value)) {
      for (const inner of value) {
        const made = grow(node.def.kids[place], node);
        node.slots[place].push(made);
        fill(made, inner);
      }
    } else if (typeof value === 'string') node.slots[place][0].text = value;
    else fill(node.slots[place][0], value);
    if (isHidden) node.slots[place].flatMap((one) => one.walk()).forEach((one) => (one.relevant = false));
  }
}
