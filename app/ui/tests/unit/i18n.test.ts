import { expect, test } from 'vitest';
import { de } from '../../src/i18n/de';
import { en, type Key } from '../../src/i18n/en';

const keys = Object.keys(en) as Key[];
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test('every message says something in every language, with the same values in it', () => {
  for (const key of keys) {
    expect(de[key].trim(), key).not.toBe('');
    expect(names(de[key]), key).toEqual(names(en[key]));
  }
  expect(Object.keys(de).sort()).toEqual([...keys].sort());
});

test('a message is not left in English', () => {
  const same = keys.filter((key) => de[key] === en[key]);
  expect(same.sort()).toEqual(['part.quizzes', 'quiz.title']);
});
