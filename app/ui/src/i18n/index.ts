// What the pages say, in the chosen language: `t('topic.title')`, `t('loading', { what: 'it' })`. The compiler knows the
// keys and what stands in their braces; a language that lacks a key does not compile.
import { de } from './de';
import { en, type Key, type Messages } from './en';
import { language, type Language } from './language.svelte';

export { language, languages } from './language.svelte';
export type { Key } from './en';

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type Values<K extends Key> = { [Name in Names<Messages[K]>]: string | number };
type Given<K extends Key> = [Names<Messages[K]>] extends [never] ? [] : [values: Values<K>];

const messages: Record<Language, Record<Key, string>> = { en, de };

/** The message of a key, with the values in the place of its braces. */
export function t<K extends Key>(key: K, ...given: Given<K>): string {
  return filled(key, given[0] ?? {});
}

function filled(key: Key, values: Record<string, string | number>): string {
  return messages[language.choice][key].replace(/\{(\w+)\}/g, (brace, name: string) =>
    String(values[name] ?? brace),
  );
}

/** The messages that are, in English, the server's own sentences; a test holds them against its source. */
const serverSays = /^(ending|graded|report|server)\./;
const sentences = (Object.keys(en) as Key[])
  .filter((key) => serverSays.test(key))
  .map((key) => {
    const text = en[key].replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    return { key, pattern: new RegExp(`^${text.replace(/\{(\w+)\}/g, '(?<$1>.*?)')}$`, 's') };
  });

/**
 * What the server says in English, in the language of the page: word for word where the sentence is known, else what
 * its kind tells, else in English.
 */
export function told(english: string, kind?: () => string | undefined): string {
  if (language.choice === 'en' && english !== '') return english;
  for (const { key, pattern } of sentences) {
    const found = pattern.exec(english);
    if (found) return filled(key, found.groups ?? {});
  }
  return kind?.() ?? english;
}

/** A number as the language writes it. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString(language.choice, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A name inside a sentence, whatever the direction of its letters. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
