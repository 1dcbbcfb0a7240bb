// Why a call gave no answer: a problem the server named, or no connection.
import { t, told } from '../i18n';
import type { Problem, ProblemName } from './types';

const KINDS = [
  'wrong-credentials',
  'sign-in',
  'not-allowed',
  'tutor-off',
  'not-found',
  'conflict',
  'too-large',
  'busy',
  'internal',
] as const;

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
    return told(/[.!?]$/.test(sentence) ? sentence : `${sentence}.`, () => this.#own);
  }

  /** What the kind alone tells. A value that is not acceptable is named by the server only. */
  get #own(): string | undefined {
    if (this.is('too-many-tries'))
      return t('failure.too-many-tries', { seconds: this.problem?.retry_after ?? 60 });
    const kind = KINDS.find((kind) => this.is(kind));
    return kind && t(`failure.${kind}`);
  }
}

/** The sentence for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Failure ? error.sentence : t('failure.page');
}
