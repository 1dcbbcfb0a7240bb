import { describe, expect, test } from 'vitest';
import { compare, hintOf } from '../../src/exercises/compare';
import {
  indented,
  moved,
  placedBefore,
  programOf,
  startLines,
  takenOut,
  textToLines,
} from '../../src/exercises/parsons';

describe('expected and got', () => {
  test('missing and extra lines stand where they belong', () => {
    expect(compare('one\ntwo\nthree\n', 'one\nthree\nfour\n')).toEqual([
      { kind: 'same', text: 'one' },
      { kind: 'missing', text: 'two' },
      { kind: 'same', text: 'three' },
      { kind: 'extra', text: 'four' },
    ]);
  });
  test.each([
    ['Hello\n', '', 'Your program printed nothing here.'],
    ['Hello\n', 'hello\n', 'Line 1: only capital and small letters differ.'],
    ['a b\n', 'a  b\n', 'Line 1: only the spaces differ.'],
    ['Hi!\n', 'Hi.\n', 'Line 1: only a sign such as a dot or comma differs.'],
    ['a\nb\n', 'a\n', 'Line 2 is missing.'],
    ['a\n', 'a\nb\n', 'There are extra lines after line 1.'],
    ['a\nb\n', 'a\nc\n', 'Look at line 2 first.'],
  ])('%j against %j: %s', (expected, got, hint) => expect(hintOf(expected, got)).toBe(hint));
});

describe('lines in order', () => {
  const given = ['print(i)', 'for i in range(3):', 'print("wrong")'];
  const program = 'for i in range(3):\n    print(i)\n';

  test('used, moved and indented lines make a program', () => {
    let lines = placedBefore(startLines(given), 0, null);
    lines = placedBefore(lines, 1, null);
    lines = moved(lines, 1, -1);
    lines = indented(lines, 0, 1);
    expect(programOf(lines)).toBe(program);
    expect(programOf(takenOut(lines, 0))).toBe('for i in range(3):\n');
  });
  test('a kept program gives its lines back', () => {
    expect(programOf(textToLines(given, program))).toBe(program);
    expect(textToLines(given, program).filter((line) => !line.used)).toHaveLength(1);
  });
  test('moving beyond the ends changes nothing', () => {
    const lines = placedBefore(startLines(given), 0, null);
    expect(programOf(moved(moved(lines, 0, -1), 0, 1))).toBe('print(i)\n');
  });
  test('a line moves down past its neighbour', () => {
    let lines = startLines(given);
    for (const id of [0, 1, 2]) lines = placedBefore(lines, id, null);
    expect(moved(lines, 0, 1).map((line) => line.id)).toEqual([1, 0, 2]);
    expect(moved(lines, 1, 1).map((line) => line.id)).toEqual([0, 2, 1]);
  });
});
