// A button that scripts put on the page: it does something here and sends nothing.

import {element} from './view.mjs';

/** Nothing that these buttons do may happen to an answer that is not this person's to give. */
export const lockable = (q, app) => app.shown.face(q, {lock: (locked) => q.classList.toggle('locked', locked)});

export const button = (text, look, onclick) => Object.assign(element('button', look, text), {type: 'button', onclick});
