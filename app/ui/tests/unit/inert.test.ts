import { describe, expect, test } from 'vitest';
import { inert } from '../../src/runs/inert';

describe('what a program prints', () => {
  test.each([
    ['plain\ttext\nstays', 'plain\ttext\nstays'],
    ['Zoë, naïve, 日本語, עברית', 'Zoë, naïve, 日本語, עברית'],
    ['👩‍🚀 👍🏽 🇩🇪 ❤️', '👩‍🚀 👍🏽 🇩🇪 ❤️'],
    ['می‌خواهم', 'می‌خواهم'],
    ['\x1b[31mred\x07', '‹ESC›[31mred‹BEL›'],
    ['a\r\nb\rc', 'a\nb‹CR›c'],
    ['\u202Eabc\u2066', '‹U+202E›abc‹U+2066›'],
    ['a\u200Bb\uFEFF', 'a‹U+200B›b‹U+FEFF›'],
    ['\u200D\u200D', '‹U+200D›‹U+200D›'],
    [`a${'\u0301'.repeat(40)}`, `a${'\u0301'.repeat(6)}◌`],
    ['\u{E0041}', '‹U+E0041›'],
  ])('%j is shown as %j', (raw, shown) => expect(inert(raw)).toBe(shown));
});
