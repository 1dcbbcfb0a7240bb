// The picture in words, for those who do not see it.
import { t } from '../i18n';
import { inert } from '../runs/inert';
import type { Scene, Turtle } from './scene';

const COLOURS = [
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
] as const;
const MOST_TEXTS = 10;

/** The name of the nearest colour that everybody knows. */
export function colourName(colour: string): string {
  const parts = (text: string) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  const wanted = parts(colour);
  let best: { name: (typeof COLOURS)[number][1]; distance: number } = { name: 'black', distance: Infinity };
  for (const [value, name] of COLOURS) {
    const distance = parts(value).reduce((sum, part, at) => sum + (part - (wanted[at] ?? 0)) ** 2, 0);
    if (distance < best.distance) best = { name, distance };
  }
  return t(`colour.${best.name}`);
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
  const kinds = ['line', 'fill', 'dot', 'stamp', 'text'] as const;
  const things = kinds.filter((kind) => counts[kind] > 0).map((kind) => some(kind, counts[kind]));
  const colour = colourName(scene.background);
  const sentences = [
    things.length > 0 ? t('drawing.with', { things: list(things), colour }) : t('drawing.empty', { colour }),
  ];
  if (colours.size > 0) sentences.push(t('drawing.colours', { colours: list([...colours]) }));
  if (texts.length > 0)
    sentences.push(
      t('drawing.written', { texts: texts.map((text) => t('drawing.quoted', { text })).join(', ') }),
    );
  const turtles = [...scene.turtles.values()].filter((turtle) => turtle.visible).slice(0, 5);
  sentences.push(...turtles.map((turtle) => where(turtle, scene.turtles.size > 1)));
  return sentences.join(' ');
}

function where(turtle: Turtle, several: boolean): string {
  const at = `${whole(turtle.x)}, ${whole(turtle.y)}`;
  const name = several ? t('drawing.turtleOf', { number: turtle.id + 1 }) : t('drawing.turtle');
  return t('drawing.where', { name, at, direction: direction(turtle.heading) });
}

export function direction(heading: number): string {
  const names = ['right', 'up', 'left', 'down'] as const;
  const turn = ((heading % 360) + 360) % 360;
  const quarter = Math.round(turn / 90);
  const exact = Math.abs(turn - quarter * 90) < 0.5;
  return exact
    ? t(`drawing.${names[quarter % 4] ?? 'right'}`)
    : t('drawing.degrees', { degrees: Math.round(turn) });
}

function whole(value: number): string {
  return String(Math.round(value) || 0);
}

function some(kind: 'line' | 'fill' | 'dot' | 'stamp' | 'text', count: number): string {
  return count === 1 ? t(`drawing.${kind}.one`) : t(`drawing.${kind}.many`, { count });
}

function list(parts: string[]): string {
  if (parts.length < 2) return parts[0] ?? '';
  return t('drawing.and', { first: parts.slice(0, -1).join(', '), last: parts.at(-1) ?? '' });
}
