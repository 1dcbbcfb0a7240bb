// The words for exercises.
import type { Difficulty, ExerciseKind } from '../api/types';
import { t } from '../i18n';

export const kindWord = (kind: ExerciseKind): string => t(`kind.${kind}`);

export const difficultyWord = (difficulty: Difficulty): string => t(`difficulty.${difficulty}`);

/** As dots beside the word: one, two or three. */
export const difficultyDots: Record<Difficulty, string> = { easy: '●○○', medium: '●●○', hard: '●●●' };
