// What is sent. Written by hand after `contracts/src/`, because the API's description does not have the
// bodies of requests (yet).
import type { Difficulty, ExerciseKind } from './types';

export interface QuizAnswers {
  answers: { question: string; choice: string }[];
}

export interface Execute {
  code: string;
  input?: string;
  topic_id?: string | undefined;
  exercise_id?: string | undefined;
}

export interface NewStudent {
  name: string;
  pin?: string;
}

export interface NewExercise {
  topic_id: string;
  kind: ExerciseKind;
  difficulty: Difficulty;
  title: string;
  text: string;
  starter: string;
  solution: string;
  tests: NewTest[];
  hints: string[];
}

export interface NewTest {
  name: string;
  hidden: boolean;
  check: NewCheck;
}

export type NewCheck =
  | { kind: 'call'; call: string; expected: string }
  | { kind: 'output'; input: string; expected: string }
  | { kind: 'unittest'; file: string };
