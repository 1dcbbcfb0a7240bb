import { describe, expect, test } from 'vitest';
import { inert } from '../../src/runs/inert';

describe('what a program prints', () => {
  test.each([
    ['plain\ttext\nstays', 'plain\ttext\nstays'],
    ['Zoë, naïve, 日本語, עברית', 'Zoë, naïve, 日本語, עברית'],
    ['👩‍🚀 👍🏽 🇩🇪 ❤️', '👩‍🚀 👍🏽 🇩🇪 ❤️'],
    ['می‌خواهم', 'می‌خواهم'],
    ['\x1b[31mred\x07', '␛[31mred␇'],
    ['a\r\nb\rc', 'a\nb␍c'],
    ['\u202Eabc\u2066', '⟨202E⟩abc⟨2066⟩'],
    ['a\u200Bb\uFEFF', 'a⟨200B⟩b⟨FEFF⟩'],
    ['\u200D\u200D', '⟨200D⟩⟨200D⟩'],
    [`a${'\u0301'.repeat(40)}`, `a${'\u0301'.repeat(6)}◌`],
    ['\u{E0041}', '⟨E0041⟩'],
  ])('%j is shown as %j', (raw, shown) => expect(inert(raw)).toBe(shown));
});
