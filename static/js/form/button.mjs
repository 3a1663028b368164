// A button that scripts put on the page: it does something here and sends nothing.

import {element} from './view.mjs';

export const button = (text, look, onclick) => Object.assign(element('button', look, text), {type: 'button', onclick});
