// Names as a teacher pastes them: one on each line, perhaps from a spreadsheet, perhaps twice.
import { t } from '../i18n';

export interface Pasted {
  names: string[];
  /** Lines that are not taken, and why. */
  refused: { name: string; why: string }[];
}

export const MOST_AT_ONCE = 60;
const LONGEST = 60;

export function readNames(text: string, known: string[]): Pasted {
  const seen = new Set(known.map(fold));
  const names: string[] = [];
  const refused: Pasted['refused'] = [];
  for (const line of text.split(/\r?\n/)) {
    // A list number in front, and what a spreadsheet puts between columns.
    const name = line
      .replace(/^\s*\d+[.)]\s+/, '')
      .replace(/[\t ]+/g, ' ')
      .trim();
    if (name === '') continue;
    if (Array.from(name).length > LONGEST) refused.push({ name, why: t('add.tooLong', { most: LONGEST }) });
    else if (seen.has(fold(name))) refused.push({ name, why: t('add.there') });
    else if (names.length === MOST_AT_ONCE)
      refused.push({ name, why: t('add.tooMany', { most: MOST_AT_ONCE }) });
    else {
      seen.add(fold(name));
      names.push(name);
    }
  }
  return { names, refused };
}

function fold(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
