// The words for what the tutor did.
import type { AgentKind, AnswerEvidence, AnswerSource, Ask, Ending } from '../api/types';
import { t } from '../i18n';

export const sourceWords = (source: AnswerSource): string =>
  source.kind === 'library' ? t('tutor.fromLibrary') : t('tutor.fromModel', { name: source.name });

/** What a question is called that was asked without words: by a button. */
export function askedWords(question: Ask, agent: AgentKind | null | undefined): string {
  const words = question.text ?? '';
  if (words.trim() !== '') return words;
  return agent && agent !== 'triage' ? t(`tutor.asked.${agent}`) : t('tutor.asked.code');
}

/** What to say of how a question ended; nothing where the answers say it all. */
export function endingWords(ending: Ending | null | undefined): string | undefined {
  switch (ending) {
    case 'busy':
    case 'failed':
    case 'withdrawn':
    case 'stopped':
      return t(`tutor.ended.${ending}`);
    default:
      return undefined;
  }
}

/** A piece of evidence, for a teacher. */
export function evidenceWords(evidence: AnswerEvidence): string {
  switch (evidence.kind) {
    case 'error': {
      const said = `${evidence.error}: ${evidence.message}`;
      return evidence.line ? t('evidence.errorAt', { said, line: evidence.line }) : said;
    }
    case 'value':
      return t('evidence.value', evidence);
    case 'test':
      return typeof evidence.expected === 'string' && typeof evidence.got === 'string'
        ? t('evidence.testShown', { name: evidence.name, expected: evidence.expected, got: evidence.got })
        : t('evidence.test', { name: evidence.name });
    case 'step':
      return t('evidence.step', evidence);
    case 'rule':
      return t('evidence.rule', evidence);
    case 'curriculum':
      return t('evidence.curriculum', { topic: evidence.topic_id, place: evidence.place });
    case 'mastery':
      return t('evidence.mastery', { topic: evidence.topic_id, score: Math.round(evidence.score) });
    case 'repeated':
      return t('evidence.repeated', { error: evidence.error, times: evidence.times });
  }
}
