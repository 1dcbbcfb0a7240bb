// Lines to put in order. Pure: a list in, a list out. The program is the used lines, four spaces a step.

export interface Line {
  /** Its place among the given lines; two lines may read the same. */
  id: number;
  text: string;
  /** Steps of indentation. */
  indent: number;
  /** Whether it is part of the program; wrong lines stay out. */
  used: boolean;
}

const STEP = '    ';
const DEEPEST = 6;

export function startLines(given: string[]): Line[] {
  return given.map((text, id) => ({ id, text, indent: 0, used: false }));
}

/** The program that is handed in. */
export function programOf(lines: Line[]): string {
  return lines
    .filter((line) => line.used)
    .map((line) => `${STEP.repeat(line.indent)}${line.text}\n`)
    .join('');
}

/** Moves a used line up (-1) or down (1) among the used ones. */
export function moved(lines: Line[], id: number, by: -1 | 1): Line[] {
  const used = lines.filter((line) => line.used);
  const at = used.findIndex((line) => line.id === id);
  const other = used[at + by];
  if (at === -1 || !other) return lines;
  return placedBefore(lines, id, by === -1 ? other.id : (used[at + 2]?.id ?? null));
}

/** Puts a line into the program before another one, or at its end; or takes it out. */
export function placedBefore(lines: Line[], id: number, before: number | null): Line[] {
  const line = lines.find((one) => one.id === id);
  if (!line || id === before) return lines;
  const rest = lines.filter((one) => one.id !== id);
  const at = before === null ? rest.length : rest.findIndex((one) => one.id === before);
  return [...rest.slice(0, at), { ...line, used: true }, ...rest.slice(at)];
}

export function takenOut(lines: Line[], id: number): Line[] {
  return lines.map((line) => (line.id === id ? { ...line, used: false, indent: 0 } : line));
}

export function indented(lines: Line[], id: number, by: -1 | 1): Line[] {
  const fit = (steps: number) => Math.min(DEEPEST, Math.max(0, steps));
  return lines.map((line) => (line.id === id ? { ...line, indent: fit(line.indent + by) } : line));
}

/** The lines of a kept program; lines it does not name are still to be used. */
export function textToLines(given: string[], program: string): Line[] {
  const left = startLines(given);
  const used: Line[] = [];
  for (const row of program.split('\n').filter((row) => row.trim() !== '')) {
    const text = row.trimStart();
    const at = left.findIndex((line) => line.text.trimStart() === text);
    const [line] = at === -1 ? [] : left.splice(at, 1);
    if (line)
      used.push({ ...line, used: true, indent: Math.floor((row.length - text.length) / STEP.length) });
  }
  return [...used, ...left];
}
