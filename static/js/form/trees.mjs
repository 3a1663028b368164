// Lists that are no tables of rows: XML of any structure, and the record saved before. Only forms that have such lists load this module.

import {Plain, structures} from './instance.mjs';

// An element as restore.mjs reads it, { name, attrs, kids, text }, where it stands.
class Twig extends Plain {
  constructor(element, up) {
    super(element.name, up, element.kids.length ? '' : element.text);
    this.element = element;
  }

  get attributes() {
    return Object.entries(this.element.attrs).map(([name, value]) => new Plain(name, this, value));
  }

  children(name) {
    if (name[0] === '@') return this.attributes.filter((one) => one.name === name.slice(1));
    this.twigs ??= this.element.kids.map((kid) => new Twig(kid, this));
    return name === '*' ? this.twigs : this.twigs.filter((twig) => twig.name === name);
  }
}

// The document of a root element; an empty one without it.
structures.tree = (root) => new Twig({name: '', attrs: {}, kids: root ? [root] : [], text: ''}, null);
