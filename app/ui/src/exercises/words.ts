// What a graded attempt says, in the language of the page.
import type { SubmissionResult } from '../api/types';
import { t, told } from '../i18n';

export function resultWords({ sentence, tests, error }: SubmissionResult): string {
  return told(sentence, () => {
    const [passed, all] = [tests.filter((test) => test.passed).length, tests.length];
    if (passed === all) return t('graded.passed');
    if (passed > 0) return t('graded.some', { passed, all });
    return error ? t('graded.error', { kind: error.kind }) : t('graded.none');
  });
}
