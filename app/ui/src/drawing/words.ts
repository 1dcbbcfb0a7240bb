// The picture in words, for those who do not see it.
import { inert } from '../runs/inert';
import type { Scene, Turtle } from './scene';

const NAMES: [string, string][] = [
  ['#000000', 'black'],
  ['#ffffff', 'white'],
  ['#ff0000', 'red'],
  ['#00ff00', 'green'],
  ['#0000ff', 'blue'],
  ['#ffff00', 'yellow'],
  ['#ffa500', 'orange'],
  ['#a020f0', 'purple'],
  ['#ffc0cb', 'pink'],
  ['#a52a2a', 'brown'],
  ['#bebebe', 'grey'],
  ['#00ffff', 'cyan'],
  ['#ffd700', 'gold'],
];
const MOST_TEXTS = 10;

/** The name of the nearest colour that everybody knows. */
export function colourName(colour: string): string {
  const parts = (text: string) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  const wanted = parts(colour);
  let best = { name: 'black', distance: Infinity };
  for (const [value, name] of NAMES) {
    const distance = parts(value).reduce((sum, part, at) => sum + (part - (wanted[at] ?? 0)) ** 2, 0);
    if (distance < best.distance) best = { name, distance };
  }
  return best.name;
}

export function describe(scene: Scene): string {
  const counts = { line: 0, fill: 0, dot: 0, text: 0, stamp: 0 };
  const colours = new Set<string>();
  const texts: string[] = [];
  for (const item of scene.items) {
    if (item.kind === 'fill' && item.points.length === 0) continue;
    counts[item.kind] += 1;
    if (item.kind !== 'stamp') colours.add(colourName(item.colour));
    if (item.kind === 'text' && texts.length < MOST_TEXTS) texts.push(inert(item.text));
  }
  const drawn = [
    some(counts.line, 'line'),
    some(counts.fill, 'filled shape'),
    some(counts.dot, 'dot'),
    some(counts.stamp, 'stamp'),
    some(counts.text, 'text'),
  ].filter(Boolean);
  const sentences = [
    drawn.length > 0
      ? `A drawing with ${list(drawn)}, on ${colourName(scene.background)} paper.`
      : `An empty ${colourName(scene.background)} paper.`,
  ];
  if (colours.size > 0) sentences.push(`Colours: ${list([...colours])}.`);
  if (texts.length > 0) sentences.push(`Written: ${texts.map((text) => `“${text}”`).join(', ')}.`);
  const turtles = [...scene.turtles.values()].filter((turtle) => turtle.visible).slice(0, 5);
  sentences.push(...turtles.map((turtle) => where(turtle, scene.turtles.size > 1)));
  return sentences.join(' ');
}

function where(turtle: Turtle, several: boolean): string {
  const at = `${whole(turtle.x)}, ${whole(turtle.y)}`;
  const name = several ? `Turtle ${turtle.id + 1}` : 'The turtle';
  return `${name} is at ${at} and looks ${direction(turtle.heading)}.`;
}

export function direction(heading: number): string {
  const names = ['right', 'up', 'left', 'down'];
  const turn = ((heading % 360) + 360) % 360;
  const quarter = Math.round(turn / 90);
  const exact = Math.abs(turn - quarter * 90) < 0.5;
  return exact ? (names[quarter % 4] as string) : `at ${Math.round(turn)} degrees`;
}

function whole(value: number): string {
  return String(Math.round(value) || 0);
}

function some(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}

function list(parts: string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
