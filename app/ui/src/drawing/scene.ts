// A picture as `turtle` draws it: strokes become things on the paper and turtles above it. Nothing here draws.
import type { Stroke, TurtleShape } from '../api/types';

export interface Point {
  x: number;
  y: number;
}

export interface Turtle extends Point {
  id: number;
  heading: number;
  visible: boolean;
  shape: TurtleShape;
  outline: string;
  inside: string;
  /** 1 slow to 10 fast, 0 at once. */
  speed: number;
}

export type Item = { turtle: number } & (
  | { kind: 'line'; from: Point; to: Point; colour: string; width: number }
  | { kind: 'fill'; points: Point[]; colour: string }
  | { kind: 'dot'; at: Point; size: number; colour: string }
  | {
      kind: 'text';
      at: Point;
      text: string;
      align: 'left' | 'center' | 'right';
      size: number;
      colour: string;
    }
  | { kind: 'stamp'; look: Turtle }
);

export class Scene {
  items: Item[] = [];
  turtles = new Map<number, Turtle>();
  width = 400;
  height = 400;
  background = '#ffffff';
  title = '';
  /** Whether strokes appear one after the other. */
  animated = true;
  /** Counted up when what is on the paper already is not right any more. */
  redraws = 0;
  /** Where the shape that a turtle fills belongs: under the lines drawn since. */
  #filling = new Map<number, Item & { kind: 'fill' }>();

  turtle(id: number): Turtle {
    let turtle = this.turtles.get(id);
    if (!turtle) {
      const looks = { shape: 'classic', outline: '#000000', inside: '#000000', visible: true } as const;
      turtle = { id, x: 0, y: 0, heading: 0, speed: 3, ...looks };
      this.turtles.set(id, turtle);
    }
    return turtle;
  }

  apply(stroke: Stroke): void {
    switch (stroke.kind) {
      case 'move': {
        const turtle = this.turtle(stroke.turtle);
        const { pen, to } = stroke;
        const from = { x: turtle.x, y: turtle.y };
        if (pen)
          this.items.push({
            kind: 'line',
            turtle: turtle.id,
            from,
            to,
            colour: css(pen.colour),
            width: pen.width,
          });
        turtle.x = to.x;
        turtle.y = to.y;
        break;
      }
      case 'turn':
        this.turtle(stroke.turtle).heading = stroke.heading;
        break;
      case 'begin_fill': {
        const item = { kind: 'fill' as const, turtle: stroke.turtle, points: [], colour: '' };
        this.#filling.set(stroke.turtle, item);
        this.items.push(item);
        break;
      }
      case 'fill': {
        const begun = this.#filling.get(stroke.turtle);
        this.#filling.delete(stroke.turtle);
        const filled = { points: stroke.points, colour: css(stroke.colour) };
        if (begun && this.items.includes(begun)) Object.assign(begun, filled);
        else this.items.push({ kind: 'fill', turtle: stroke.turtle, ...filled });
        this.redraws += 1;
        break;
      }
      case 'dot':
      case 'text':
        this.items.push({ ...stroke, colour: css(stroke.colour) } as Item);
        break;
      case 'stamp':
        this.items.push({ kind: 'stamp', turtle: stroke.turtle, look: { ...this.turtle(stroke.turtle) } });
        break;
      case 'look': {
        const { visible, shape, speed } = stroke;
        const colours = { outline: css(stroke.outline), inside: css(stroke.inside) };
        Object.assign(this.turtle(stroke.turtle), { visible, shape, speed, ...colours });
        break;
      }
      case 'clear':
        this.items = this.items.filter((item) => item.turtle !== stroke.turtle);
        this.redraws += 1;
        break;
      case 'background':
        this.background = css(stroke.colour);
        this.redraws += 1;
        break;
      case 'size':
        this.width = stroke.width;
        this.height = stroke.height;
        this.redraws += 1;
        break;
      case 'title':
        this.title = stroke.text;
        break;
      case 'animate':
        this.animated = stroke.on;
        break;
    }
  }
}

export function css(colour: number): string {
  return `#${(colour & 0xffffff).toString(16).padStart(6, '0')}`;
}
