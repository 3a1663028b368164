// The engine on its own, in a browser or in Node, for whoever wants to run it without our pages.
//
// A form filled in; `wire` is what app.engine.to_wire(form, 'vi') gave, as an object or as text:
//
//   import {fillIn} from './run.mjs';
//   const record = await fillIn(wire, {now: '2018-06-05T09:30:00', username: 'lan'});      // with a third argument, xml: a record that exists
//   record.set('/data/so_con', 2); record.add('con'); record.set('/data/con[2]/ten', 'An'); record.remove('con[1]');
//   record.value('con[1]/ten'), record.relevant('con'), record.valid('so_con'), record.required('${ten}'), record.readonly('so_con');
//   record.choices('truong'), record.label('so_con'), record.instances('con'), record.problems(), record.xml();
//
// One expression; `json` is what app.engine.expression_to_wire(expression, context_xml, at=…, now=…) gave:
//
//   import {evaluateWire} from './run.mjs';
//   const {kind, value, text} = await evaluateWire(json);     // {kind: 'number', value: 3, text: '3', number: 3, boolean: true}
//
// Addresses are refs ("con[2]/ten"), absolute paths ("/data/con[2]/ten") or names ("${ten}"): filling.mjs.

export {evaluateWire} from '../xpath/alone.mjs';
export {fillIn} from './filling.mjs';
