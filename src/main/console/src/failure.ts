import { t } from './texts';

/** Why a run failed, in words. The service keeps a word for operators. */
export function failureText(word: string | null): string {
  const texts: Record<string, string> = {
    'client-gone': t('failure.client-gone'),
    stopped: t('failure.stopped'),
    interrupted: t('failure.stopped'),
    abandoned: t('failure.stopped'),
    expired: t('failure.busy'),
    'problem-503': t('failure.busy'),
  };
  return texts[word ?? ''] ?? t(/^problem-(400|413|415|422)$/.test(word ?? '') ? 'failure.file' : 'failure.other', word ?? '');
}
