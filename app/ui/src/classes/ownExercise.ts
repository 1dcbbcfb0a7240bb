// The form for an exercise of one's own, and what of it is sent.
import type { NewCheck, NewExercise } from '../api/types';
import { t } from '../i18n';

export interface TestForm {
  id: number;
  name: string;
  hidden: boolean;
  kind: NewCheck['kind'];
  call: string;
  input: string;
  expected: string;
  file: string;
}

export interface ExerciseForm {
  topic_id: string;
  kind: 'function' | 'program' | 'fix';
  difficulty: NewExercise['difficulty'];
  title: string;
  text: string;
  starter: string;
  solution: string;
  tests: TestForm[];
  hints: [string, string, string];
}

const UNITTEST = `import unittest
from main import double


class Tests(unittest.TestCase):
    def test_doubles(self):
        self.assertEqual(double(4), 8)
`;

export function emptyTest(id: number, kind: NewCheck['kind'] = 'call'): TestForm {
  return { id, name: '', hidden: false, kind, call: '', input: '', expected: '', file: UNITTEST };
}

export function emptyForm(): ExerciseForm {
  return {
    topic_id: '',
    kind: 'function',
    difficulty: 'easy',
    title: '',
    text: '',
    starter: '',
    solution: '',
    tests: [emptyTest(1)],
    hints: ['', '', ''],
  };
}

/** What the server is asked to take. */
export function toRequest(form: ExerciseForm): NewExercise {
  const { tests, hints, ...rest } = form;
  return {
    ...rest,
    title: form.title.trim(),
    tests: tests.map((test, i) => ({
      name: test.name.trim() || t('own.test', { number: i + 1 }),
      hidden: test.hidden,
      check: checkOf(test),
    })),
    hints: hints.map((hint) => hint.trim()).filter((hint) => hint !== ''),
  };
}

function checkOf(test: TestForm): NewCheck {
  switch (test.kind) {
    case 'call':
      return { kind: 'call', call: test.call, expected: test.expected };
    case 'output':
      return { kind: 'output', input: test.input, expected: test.expected };
    case 'unittest':
      return { kind: 'unittest', file: test.file };
  }
}
