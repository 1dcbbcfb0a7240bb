// The words for exercises.
import type { Difficulty, ExerciseKind } from '../api/types';

export const kindWords: Record<ExerciseKind, string> = {
  function: 'Write a function',
  program: 'Write a program',
  fix: 'Fix the bug',
  predict: 'What does it print?',
  parsons: 'Put lines in order',
};

export const difficultyWords: Record<Difficulty, string> = { easy: 'Easy', medium: 'Medium', hard: 'Hard' };

/** As dots beside the word: one, two or three. */
export const difficultyDots: Record<Difficulty, string> = { easy: '●○○', medium: '●●○', hard: '●●●' };
