// The words for levels of mastery. The colour is never the only sign: a word and a number stand beside it.
import type { Level, MasteryScore } from '../api/types';

export const levelWords: Record<Level, string> = {
  red: 'Starting',
  yellow: 'Growing',
  green: 'Strong',
  blue: 'Mastered',
};

export const partWords = {
  exercises: 'Exercises',
  quizzes: 'Quiz',
  quality: 'Code quality',
  consistency: 'Practice days',
} as const;

export type PartName = keyof typeof partWords;

export const partNames = Object.keys(partWords) as PartName[];

/** Whether the student has done anything in the topic; being active elsewhere is not enough. */
export function isNew(mastery: MasteryScore): boolean {
  return !mastery.exercises.active && !mastery.quizzes.active && !mastery.quality.active;
}

export function levelWord(mastery: MasteryScore): string {
  return isNew(mastery) ? 'New' : levelWords[mastery.level];
}

export function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
