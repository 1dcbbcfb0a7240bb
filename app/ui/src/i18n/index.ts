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
  const values: Record<string, string | number> = given[0] ?? {};
  return messages[language.choice][key].replace(/\{(\w+)\}/g, (brace, name: string) =>
    String(values[name] ?? brace),
  );
}
