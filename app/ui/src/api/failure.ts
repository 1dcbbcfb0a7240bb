// Why a call gave no answer: a problem the server named, or no connection.
import { t } from '../i18n';
import type { Problem, ProblemName } from './types';

export class Failure extends Error {
  override name = 'Failure';

  constructor(
    /** What the server said; absent when it could not be reached. */
    readonly problem?: Problem,
  ) {
    super(problem?.detail ?? 'the classroom cannot be reached');
  }

  get offline(): boolean {
    return this.problem === undefined;
  }

  is(name: ProblemName): boolean {
    return this.problem?.type === `urn:learnflow:problem:${name}`;
  }

  /** A sentence for the person at the page. */
  get sentence(): string {
    if (!this.problem) {
      return t('failure.offline');
    }
    const text = this.problem.detail || this.problem.title;
    const sentence = text.charAt(0).toUpperCase() + text.slice(1);
    return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
  }
}

/** The sentence for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Failure ? error.sentence : t('failure.page');
}
