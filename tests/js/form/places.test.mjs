// What questions about places decide without a page: reading, measuring, walking; the arithmetic of the map; asking the phone.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fix} from '../../../static/js/form/fix.mjs';
import * as mercator from '../../../static/js/form/mercator.mjs';
import * as points from '../../../static/js/form/points.mjs';

const HOME = {lat: 10.98, lon: 106.65, alt: 0, acc: 0};
const NORTH = {lat: 10.981, lon: 106.65, alt: 0, acc: 5};
const EAST = {lat: 10.981, lon: 106.651, alt: 0, acc: 5};
const SCREEN = {width: 320, height: 260};
const near = (found, expected, within) => assert.ok(Math.abs(found - expected) <= within, `${found} is not about ${expected}`);

test('points are read from lines and from what the form holds; what is no point is left out', () => {
  assert.deepEqual(points.read('10.98 106.65\n10.981, 106.65 0 5;x;95 1;'), [HOME, NORTH]);
  assert.deepEqual(points.read(''), []);
  assert.equal(points.write(NORTH), '10.9810000 106.6500000 0.0 5.0');
  assert.deepEqual(points.fixed({latitude: 10.981, longitude: 106.65, altitude: null, accuracy: 5}), NORTH);
});

test('an area ends where it began, and that is no corner of its own', () => {
  assert.deepEqual(points.corners([HOME, NORTH, EAST, HOME]), [HOME, NORTH, EAST]);
  assert.deepEqual(points.corners([HOME, NORTH]), [HOME, NORTH]);
  assert.deepEqual(points.corners([HOME]), [HOME]);
});

test('lengths and areas are those that the form computes', () => {
  near(points.lengthOf([HOME, NORTH]), 111.3, 0.1);
  near(points.areaOf([HOME, NORTH, EAST]), 6083, 5);
  assert.deepEqual([points.lengthOf([HOME]), points.areaOf([HOME, NORTH])], [0, 0]);
  assert.deepEqual([points.metres(999.4), points.metres(1250), points.squareMetres(340.4), points.squareMetres(21_000)], ['999 m', '1,3 km', '340 m²', '2,1 ha']);
});

test('who walks leaves a point where it tells something new', () => {
  assert.equal(points.isNews(undefined, NORTH), true);
  assert.equal(points.isNews(HOME, {...NORTH, acc: 50}), false, 'too vague');
  assert.equal(points.isNews(HOME, {...HOME, lat: 10.98001, acc: 5}), false, 'one metre on');
  assert.equal(points.isNews(HOME, NORTH), true);
});

test('what belongs to an answer lies in the same instances of the repeats', () => {
  assert.equal(points.beside('nguoi[2]/ho_ten', 'nguoi/noi'), 'nguoi[2]/noi');
  assert.equal(points.beside('nha[1]/nguoi[3]/ten', 'nha/noi'), 'nha[1]/noi');
  assert.equal(points.beside('ten', 'nhom/noi'), 'nhom/noi');
  assert.equal(points.beside('a/b[2]/c', 'a/x/b'), 'a/x/b');
});

test('a map shows all points with room round them, as close as it goes', () => {
  const view = mercator.around([HOME, NORTH, EAST], SCREEN);
  for (const one of [HOME, NORTH, EAST]) {
    const {x, y} = mercator.onScreen(one, view, SCREEN);
    assert.ok(x > 30 && x < 290 && y > 20 && y < 240);
  }
  assert.equal(view.zoom, 18);
  assert.equal(mercator.around([HOME, {lat: 10.99, lon: 106.66}], SCREEN).zoom, 14);
  assert.equal(mercator.around([HOME], SCREEN).zoom, 18);
  assert.equal(mercator.around([{lat: 80, lon: -170}, {lat: -80, lon: 170}], SCREEN).zoom, 3);
});

test('a map that is pushed and pushed back is where it was, and zoom has its ends', () => {
  const view = {lat: 10.98, lon: 106.65, zoom: 17};
  const back = mercator.moved(mercator.moved(view, 100, -40), -100, 40);
  near(back.lat, view.lat, 1e-9);
  near(back.lon, view.lon, 1e-9);
  assert.equal(mercator.zoomed(view, 9).zoom, mercator.CLOSEST);
  assert.equal(mercator.zoomed(view, -99).zoom, 3);
  assert.equal(mercator.moved({lat: 85, lon: 179, zoom: 3}, -1e6, 1e6).lon, 180);
});

test('the scale bar is a round number of metres', () => {
  for (const [zoom, metres] of [[17, 100], [18, 50], [13, 1000], [5, 200_000]]) {
    const bar = mercator.scaleBar({lat: 10.98, lon: 106.65, zoom}, 100);
    assert.equal(bar.metres, metres);
    assert.ok(bar.pixels <= 100 && bar.pixels > 40);
  }
});

test('tiles cover the screen, go round the world, and have an address', () => {
  const view = {lat: 10.98, lon: 106.65, zoom: 17};
  const all = mercator.tiles(view, SCREEN);
  assert.ok(all.length >= 4 && all.every(({z, left, top}) => z === 17 && left > -256 && left < 320 && top > -256 && top < 260));
  assert.ok(mercator.tiles({lat: 0, lon: -179.9, zoom: 3}, SCREEN).every(({x}) => x >= 0 && x < 8));
  assert.ok(mercator.tiles({lat: 85, lon: 0, zoom: 3}, {width: 320, height: 2000}).every(({y}) => y >= 0 && y < 8));
  assert.equal(mercator.tileUrl('https://t.example/{z}/{x}/{y}.png', {z: 3, x: 1, y: 2}), 'https://t.example/3/1/2.png');
});

/** A phone that says these accuracies in turn, or an error. */
const phone = (...says) => ({
  cleared: 0,
  watchPosition(success, failure) {
    queueMicrotask(() => says.forEach((one) => (typeof one === 'number' ? success({coords: {accuracy: one}}) : failure(one))));
    return 7;
  },
  clearWatch(watch) {
    this.cleared += watch;
  },
});

test('the phone is asked until it is good enough, and only better measurements count', async () => {
  const heard = [];
  const place = phone(80, 90, 30, 12, 3);
  const best = await fix({place, better: ({accuracy}) => heard.push(accuracy)});
  assert.equal(best.accuracy, 12);
  assert.deepEqual(heard.slice(0, 3), [80, 30, 12]);
  assert.equal(place.cleared > 0, true);
});

test('what there is when patience ends counts; without anything it says why', async () => {
  const better = () => {};
  assert.equal((await fix({place: phone(80), better, patience: 20})).accuracy, 80);
  await assert.rejects(fix({place: phone(), better, patience: 20}), (why) => why === 'place_none');
  await assert.rejects(fix({place: phone({code: 1}), better}), (why) => why === 'place_denied');
  await assert.rejects(fix({place: phone({code: 2}), better}), (why) => why === 'place_none');
  assert.equal((await fix({place: phone(50, {code: 2}), better})).accuracy, 50);
});
