import { expect, test } from 'vitest';
import type { Stroke } from '../../src/api/types';
import { Scene } from '../../src/drawing/scene';
import { colourName, describe, direction } from '../../src/drawing/words';

const look = (turtle = 0): Stroke => ({
  kind: 'look',
  turtle,
  visible: true,
  shape: 'classic',
  outline: 0,
  inside: 0,
  speed: 3,
});
const move = (x: number, y: number, colour?: number, turtle = 0): Stroke => ({
  kind: 'move',
  turtle,
  to: { x, y },
  ...(colour === undefined ? {} : { pen: { colour, width: 1 } }),
});

function drawn(...strokes: Stroke[]): Scene {
  const scene = new Scene();
  for (const stroke of strokes) scene.apply(stroke);
  return scene;
}

test('a pen that is down leaves lines, and one that is up does not', () => {
  const scene = drawn(look(), move(10, 0, 0xff0000), move(20, 5), move(20, 0, 0x0000ff));
  expect(scene.items).toEqual([
    { kind: 'line', turtle: 0, from: { x: 0, y: 0 }, to: { x: 10, y: 0 }, colour: '#ff0000', width: 1 },
    { kind: 'line', turtle: 0, from: { x: 20, y: 5 }, to: { x: 20, y: 0 }, colour: '#0000ff', width: 1 },
  ]);
});

test('a filled shape lies under the lines around it', () => {
  const points = [0, 1, 2].map((x) => ({ x, y: x * x }));
  const scene = drawn(look(), { kind: 'begin_fill', turtle: 0 }, move(1, 1, 0), move(2, 4, 0), {
    kind: 'fill',
    turtle: 0,
    points,
    colour: 0xffd700,
  });
  expect(scene.items.map((item) => item.kind)).toEqual(['fill', 'line', 'line']);
  expect(scene.items[0]).toMatchObject({ points, colour: '#ffd700' });
  expect(scene.redraws).toBe(1);
});

test('clearing takes away what one turtle drew, also a shape it was filling', () => {
  const scene = drawn(
    look(0),
    look(1),
    { kind: 'begin_fill', turtle: 0 },
    move(1, 1, 0, 0),
    move(2, 2, 0, 1),
    {
      kind: 'clear',
      turtle: 0,
    },
  );
  expect(scene.items.map((item) => item.turtle)).toEqual([1]);
  scene.apply({ kind: 'fill', turtle: 0, points: [], colour: 0 });
  expect(scene.items.at(-1)).toMatchObject({ kind: 'fill', turtle: 0 });
});

test('the picture is told in words', () => {
  const scene = drawn(
    look(),
    { kind: 'background', colour: 0x000000 },
    move(10, 0, 0xfe0101),
    move(10, 10, 0xff0000),
    { kind: 'turn', turtle: 0, heading: 90 },
    { kind: 'dot', turtle: 0, at: { x: 0, y: 0 }, size: 4, colour: 0xffffff },
    {
      kind: 'text',
      turtle: 0,
      at: { x: 0, y: 0 },
      text: 'Hi\u202e',
      align: 'left',
      size: 8,
      colour: 0xffffff,
    },
  );
  expect(describe(scene)).toBe(
    'A drawing with 2 lines, 1 dot and 1 text, on black paper. Colours: red and white. ' +
      'Written: “Hi‹U+202E›”. The turtle is at 10, 10 and looks up.',
  );
  expect(describe(new Scene())).toBe('An empty white paper.');
});

test('colours and directions have plain names', () => {
  expect([colourName('#ff0102'), colourName('#101010'), colourName('#fdd500')]).toEqual([
    'red',
    'black',
    'gold',
  ]);
  expect([0, 90, 180, 270, 360, -90, 45].map(direction)).toEqual([
    'right',
    'up',
    'left',
    'down',
    'right',
    'down',
    'at 45 degrees',
  ]);
});
