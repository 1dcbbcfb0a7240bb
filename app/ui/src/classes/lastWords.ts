// The last thing a student's code did, in a few words and a sign.
import type { LastResult, RunStatus } from '../api/types';
import { t } from '../i18n';

export interface LastWords {
  tone: 'good' | 'bad' | 'plain';
  text: string;
}

export function lastWords(last: LastResult): LastWords {
  if (last.kind === 'submission') {
    const { attempt } = last;
    return last.passed
      ? { tone: 'good', text: t('last.passed', { attempt }) }
      : { tone: 'bad', text: t('last.tests', { score: Math.round(last.score), attempt }) };
  }
  const fine = last.status === 'finished' || last.status === 'exited' || last.status === 'stopped';
  return { tone: fine ? 'plain' : 'bad', text: last.error_kind ?? statusWord(last.status) };
}

function statusWord(status: RunStatus): string {
  return status === 'exited' ? t('last.finished') : t(`last.${status}`);
}

/** How long ago, roughly. */
export function ago(at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1_000));
  if (seconds < 60) return t('ago.now');
  if (seconds < 3_600) return t('ago.minutes', { count: Math.floor(seconds / 60) });
  if (seconds < 86_400) return t('ago.hours', { count: Math.floor(seconds / 3_600) });
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? t('ago.yesterday') : t('ago.days', { count: days });
}
