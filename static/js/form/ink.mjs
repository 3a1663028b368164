// Lines drawn by hand, as numbers: strokes of points in parts of the pad's width, so that they can be drawn again in any size.
// Knows no page; whoever draws hands in a canvas context.

export class Ink {
  strokes = [];

  get empty() {
    return this.strokes.length === 0;
  }

  begin(point, colour, width) {
    this.strokes.push({colour, width, points: [point]});
  }

  /** The line goes on; returns the newest part of it, to be drawn at once. */
  move(point) {
    const stroke = this.strokes.at(-1);
    stroke.points.push(point);
    return {...stroke, points: stroke.points.slice(-3)};
  }

  undo() {
    this.strokes.pop();
  }

  clear() {
    this.strokes = [];
  }

  /** @param {number} scale the width of the pad in the context's units */
  draw(context, scale) {
    for (const stroke of this.strokes) drawStroke(context, stroke, scale);
  }
}

export function drawStroke(context, {colour, width, points}, scale) {
  Object.assign(context, {strokeStyle: colour, lineWidth: width * scale, lineCap: 'round', lineJoin: 'round'});
  for (const [from, bend, to] of curves(points)) {
    context.beginPath();
    context.moveTo(from.x * scale, from.y * scale);
    context.quadraticCurveTo(bend.x * scale, bend.y * scale, to.x * scale, to.y * scale);
    context.stroke();
  }
}

/** A stroke runs through the middles between its points, bent at the points themselves. A point alone is a dot. */
export function curves(points) {
  if (points.length === 1) {
    const [{x, y}] = points;
    return [[points[0], points[0], {x: x + 1e-4, y}]];
  }
  const middle = (a, b) => ({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2});
  return points.slice(2).map((point, at) => [middle(points[at], points[at + 1]), points[at + 1], middle(points[at + 1], point)]);
}
