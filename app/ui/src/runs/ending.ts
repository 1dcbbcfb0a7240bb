// How a run ended, in the language of the page.
import type { PythonError, RunOutcome } from '../api/types';
import { t, told } from '../i18n';

const deaths = {
  ended_itself: 'server.endedItself',
  too_deep: 'server.tooDeep',
  crashed: 'server.crashed',
  sandbox: 'server.sandbox',
} as const;

export function endingWords({ status, error, death, sentence }: RunOutcome): string {
  if (death) return told(sentence, () => t(deaths[death]));
  if (status !== 'failed') return told(sentence, () => t(`ending.${status}`));
  return error ? told(sentence, () => failedWords(error)) : told(sentence);
}

/** Python's own words stay as they are: they are what the traceback above says too. */
function failedWords({ kind, message, line }: PythonError): string {
  const error = message === '' ? kind : `${kind}: ${message}`;
  return line ? t('ending.failedAt', { line, error }) : t('ending.failed', { error });
}
