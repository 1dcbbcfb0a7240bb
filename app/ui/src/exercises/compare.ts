// How the expected and the given output differ, line by line, with a sentence on the first difference.
import { t } from '../i18n';

export interface Row {
  kind: 'same' | 'missing' | 'extra';
  text: string;
}

const MOST_LINES = 200;

/** The lines of both in one list: the same ones once, missing and extra ones where they belong. */
export function compare(expected: string, got: string): Row[] {
  const [want, have] = [linesOf(expected), linesOf(got)];
  const common = longestCommon(want, have);
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  while (i < want.length || j < have.length) {
    const [left, right] = [want[i], have[j]];
    if (left !== undefined && left === right) {
      rows.push({ kind: 'same', text: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      rows.push({ kind: 'missing', text: left });
      i++;
    } else {
      rows.push({ kind: 'extra', text: right ?? '' });
      j++;
    }
  }
  return rows;
}

/** What to look at first. */
export function hintOf(expected: string, got: string): string {
  if (got.trim() === '') return t('hint.nothing');
  const [want, have] = [linesOf(expected), linesOf(got)];
  const line = want.findIndex((text, i) => text !== have[i]);
  if (line === -1) {
    return have.length > want.length ? t('hint.extra', { line: want.length }) : t('hint.end');
  }
  const [left, right] = [want[line] ?? '', have[line]];
  if (right === undefined) return t('hint.missing', { line: line + 1 });
  const bare = (text: string) => text.replace(/\s+/g, '');
  if (left.toLowerCase() === right.toLowerCase()) return t('hint.capitals', { line: line + 1 });
  if (bare(left) === bare(right)) return t('hint.spaces', { line: line + 1 });
  const letters = (text: string) => text.replace(/[\s\p{P}]+/gu, '');
  if (letters(left) === letters(right)) return t('hint.sign', { line: line + 1 });
  return t('hint.look', { line: line + 1 });
}

function linesOf(text: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return text === '' ? [] : lines.slice(0, MOST_LINES);
}

/** table[i][j]: how many lines want[i..] and have[j..] share in order. */
function longestCommon(want: string[], have: string[]): number[][] {
  const table = Array.from({ length: want.length + 1 }, () => new Array<number>(have.length + 1).fill(0));
  for (let i = want.length - 1; i >= 0; i--) {
    for (let j = have.length - 1; j >= 0; j--) {
      const value =
        want[i] === have[j]
          ? at(table, i + 1, j + 1) + 1
          : Math.max(at(table, i + 1, j), at(table, i, j + 1));
      (table[i] as number[])[j] = value;
    }
  }
  return table;
}

function at(table: number[][], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
