import { expect, test } from 'vitest';
import type { LiveStudent } from '../../src/api/types';
import { readNames } from '../../src/classes/names';
import { held, sorted } from '../../src/classes/order';

test('pasted names are cleaned, and those already there named', () => {
  expect(readNames('1. Ada\r\n\tBao \n\nada\nZoë\n', ['Bao'])).toEqual({
    names: ['Ada', 'Zoë'],
    refused: [
      { name: 'Bao', why: 'already there' },
      { name: 'ada', why: 'already there' },
    ],
  });
});

const student = (name: string, mastery: number): LiveStudent => ({
  student_id: name,
  name,
  online: false,
  mastery,
  level: 'red',
  streak_days: 0,
});

test('the list is sorted, and stays still while it is held', () => {
  const list = [student('Ada', 30), student('Bao', 10), student('Chidi', 20)];
  const ids = sorted(list, { column: 'mastery', down: false }).map((one) => one.student_id);
  expect(ids).toEqual(['Bao', 'Chidi', 'Ada']);
  const moved = [student('Ada', 0), student('Bao', 90), student('Chidi', 20), student('Dalia', 0)];
  expect(held(moved, ids).map((one) => one.student_id)).toEqual(['Bao', 'Chidi', 'Ada', 'Dalia']);
});
