// The engine on its own, in a browser or in Node, for whoever wants to run it without our pages.
//
//   import {evaluateWire} from './run.mjs';
//   const json = JSON.parse(text);          // what app.engine.expression_to_wire(expression, context_xml, at=…, now=…) gave
//   const {kind, value, text} = await evaluateWire(json);     // {kind: 'number', value: 3, text: '3', number: 3, boolean: true}

export {evaluateWire} from '../xpath/alone.mjs';
