// Puts a scene on two canvases: what is on the paper, and above it the turtles.
import type { Item, Point, Scene, Turtle } from './scene';

type Paper = CanvasRenderingContext2D;

/** A canvas of this size, the middle at 0, 0 and y upwards. */
export function prepare(canvas: HTMLCanvasElement, scene: Scene): Paper | null {
  const scale = Math.min(2, window.devicePixelRatio || 1);
  const [width, height] = [Math.round(scene.width * scale), Math.round(scene.height * scale)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const paper = canvas.getContext('2d');
  paper?.setTransform(scale, 0, 0, -scale, width / 2, height / 2);
  return paper;
}

export function clear(paper: Paper, scene: Scene, colour?: string): void {
  paper.clearRect(-scene.width, -scene.height, 2 * scene.width, 2 * scene.height);
  if (!colour) return;
  paper.fillStyle = colour;
  paper.fillRect(-scene.width, -scene.height, 2 * scene.width, 2 * scene.height);
}

export function paint(paper: Paper, item: Item): void {
  switch (item.kind) {
    case 'line':
      if (item.width > 0) line(paper, item.from, item.to, item.colour, item.width);
      break;
    case 'fill':
      if (item.points.length < 3) break;
      paper.fillStyle = item.colour;
      path(paper, item.points);
      paper.fill('evenodd');
      break;
    case 'dot':
      paper.fillStyle = item.colour;
      paper.beginPath();
      paper.arc(item.at.x, item.at.y, item.size / 2, 0, 2 * Math.PI);
      paper.fill();
      break;
    case 'text':
      text(paper, item);
      break;
    case 'stamp':
      turtle(paper, { ...item.look, visible: true });
      break;
  }
}

export function line(paper: Paper, from: Point, to: Point, colour: string, width: number): void {
  paper.strokeStyle = colour;
  paper.lineWidth = width;
  paper.lineCap = 'round';
  paper.beginPath();
  paper.moveTo(from.x, from.y);
  paper.lineTo(to.x, to.y);
  paper.stroke();
}

function text(paper: Paper, item: Item & { kind: 'text' }): void {
  paper.save();
  paper.translate(item.at.x, item.at.y);
  paper.scale(1, -1);
  paper.fillStyle = item.colour;
  paper.textAlign = item.align;
  // Points to pixels, as Tk has it on most screens.
  const size = item.size * 1.33;
  paper.font = `${size}px sans-serif`;
  const lines = item.text.split('\n');
  lines.forEach((words, at) => {
    paper.fillText(words, 0, (at - lines.length + 1) * size * 1.2);
  });
  paper.restore();
}

const SHAPES: Record<string, [number, number][]> = {
  classic: [
    [0, 0],
    [-9, 5],
    [-7, 0],
    [-9, -5],
  ],
  arrow: [
    [0, 0],
    [-10, 10],
    [-10, -10],
  ],
  triangle: [
    [11, 0],
    [-6, 10],
    [-6, -10],
  ],
  square: [
    [10, 10],
    [-10, 10],
    [-10, -10],
    [10, -10],
  ],
  turtle: [
    [16, 0],
    [14, 2],
    [10, 1],
    [7, 4],
    [9, 7],
    [8, 9],
    [5, 6],
    [1, 7],
    [-3, 5],
    [-6, 8],
    [-8, 6],
    [-5, 4],
    [-7, 0],
    [-5, -4],
    [-8, -6],
    [-6, -8],
    [-3, -5],
    [1, -7],
    [5, -6],
    [8, -9],
    [9, -7],
    [7, -4],
    [10, -1],
    [14, -2],
  ],
};

export function turtle(paper: Paper, look: Turtle): void {
  if (!look.visible) return;
  paper.save();
  paper.translate(look.x, look.y);
  paper.rotate((look.heading * Math.PI) / 180);
  paper.fillStyle = look.inside;
  paper.strokeStyle = look.outline;
  paper.lineWidth = 1;
  if (look.shape === 'circle') {
    paper.beginPath();
    paper.arc(0, 0, 10, 0, 2 * Math.PI);
  } else {
    path(
      paper,
      (SHAPES[look.shape] ?? []).map(([x, y]) => ({ x, y })),
    );
  }
  paper.fill();
  paper.stroke();
  paper.restore();
}

function path(paper: Paper, points: Point[]): void {
  paper.beginPath();
  points.forEach((point, at) => (at === 0 ? paper.moveTo(point.x, point.y) : paper.lineTo(point.x, point.y)));
  paper.closePath();
}
