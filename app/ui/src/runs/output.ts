// What a run has printed, ready to be shown: joined by stream, and cut to what a page can draw at once.
import type { OutputStream } from '../api/types';
import { inert } from './inert';

/** `typed` is what the person answered, shown where the program read it. */
export type Source = OutputStream | 'typed';

export interface Piece {
  source: Source;
  text: string;
}

export interface View {
  pieces: Piece[];
  /** Lines before the first piece that are kept but not drawn. */
  hiddenLines: number;
}

/** Kept in memory: the server sends at most 64 KiB for a run. */
const KEPT = 256 * 1024;
const SHOWN_CHARACTERS = 16_000;
const SHOWN_LINES = 400;
const SHOWN_PIECES = 100;

export class Output {
  #pieces: Piece[] = [];
  #length = 0;

  add(source: Source, raw: string): void {
    const room = KEPT - this.#length;
    if (room <= 0 || raw === '') return;
    const text = inert(raw.slice(0, room));
    this.#length += text.length;
    const last = this.#pieces.at(-1);
    if (last?.source === source) last.text += text;
    else this.#pieces.push({ source, text });
  }

  get text(): string {
    return this.#pieces.map((piece) => piece.text).join('');
  }

  /** The end of the output, `pages` times as much as is drawn at first. */
  view(pages = 1): View {
    let [characters, lines, count] = [SHOWN_CHARACTERS * pages, SHOWN_LINES * pages, SHOWN_PIECES * pages];
    const shown: Piece[] = [];
    let index = this.#pieces.length - 1;
    let cut = 0;
    for (; index >= 0 && count > 0; index--, count--) {
      const piece = this.#pieces[index] as Piece;
      const tail = tailOf(piece.text, characters, lines);
      cut = piece.text.length - tail.length;
      if (tail !== '') shown.unshift({ source: piece.source, text: tail });
      characters -= tail.length;
      lines -= countLines(tail);
      if (cut > 0 || characters <= 0 || lines <= 0) break;
    }
    if (index < 0) return { pieces: shown, hiddenLines: 0 };
    const before = this.#pieces.slice(0, cut > 0 ? index : index + 1).map((piece) => piece.text);
    const partly = cut > 0 ? (this.#pieces[index] as Piece).text.slice(0, cut) : '';
    const hidden = before.join('') + partly;
    return { pieces: shown, hiddenLines: hidden === '' ? 0 : Math.max(1, countLines(hidden)) };
  }
}

/** The end of a text within so many characters and line breaks. */
function tailOf(text: string, characters: number, lines: number): string {
  let from = Math.max(0, text.length - characters);
  let at = text.length;
  for (let left = lines; left > 0 && at > from; left--) at = text.lastIndexOf('\n', at - 1);
  if (at > from) from = at + 1;
  // Never cut a character in half.
  if (from > 0 && /[\udc00-\udfff]/.test(text.charAt(from))) from += 1;
  return text.slice(from);
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
