// The words for levels of mastery. The colour is never the only sign: a word and a number stand beside it.
import type { Level, MasteryScore } from '../api/types';
import { t } from '../i18n';

const parts = ['exercises', 'quizzes', 'quality', 'consistency'] as const;

export type PartName = (typeof parts)[number];

export const partNames: readonly PartName[] = parts;

export const partWord = (name: PartName): string => t(`part.${name}`);

export const levelWordOf = (level: Level): string => t(`level.${level}`);

/** Whether the student has done anything in the topic; being active elsewhere is not enough. */
export function isNew(mastery: MasteryScore): boolean {
  return !mastery.exercises.active && !mastery.quizzes.active && !mastery.quality.active;
}

export function levelWord(mastery: MasteryScore): string {
  return isNew(mastery) ? t('level.new') : levelWordOf(mastery.level);
}

export function days(count: number): string {
  return count === 1 ? t('days.one') : t('days.many', { count });
}
