// Why somebody seems to be stuck, in a teacher's words.
import type { Alert, StruggleRule } from '../api/types';
import { t } from '../i18n';

/** What happened, in one sentence. */
export function why(alert: Alert): string {
  const { times, error_kind, score } = alert.evidence;
  const minutes = Math.max(1, Math.round((Date.parse(alert.at) - Date.parse(alert.since)) / 60_000));
  const rounded = Math.round(score ?? 0);
  switch (alert.rule) {
    case 'repeated_error':
      return t('alert.repeatedError', { times, error: error_kind ?? '', minutes });
    case 'failed_in_a_row':
      return t('alert.failedInARow', { times, score: rounded });
    case 'no_progress':
      return t('alert.noProgress', { times, minutes });
    case 'low_quiz':
      return t('alert.lowQuiz', { score: rounded });
    case 'asked_for_help':
      return t('alert.askedForHelp');
  }
}

/** The rule's name. */
export const ruleName = (rule: StruggleRule): string => t(`alert.rule.${rule}`);

/** One attempt of the evidence: what came of it. */
export function attempt(one: Alert['evidence']['attempts'][number]): string {
  const what =
    one.score === undefined || one.score === null
      ? t('alert.run')
      : t('alert.submission', { score: Math.round(one.score) });
  return one.error_kind ? `${what}: ${one.error_kind}` : what;
}
