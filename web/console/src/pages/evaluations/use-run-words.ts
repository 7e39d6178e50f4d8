import type { Run } from '../../api/evaluations.ts';
import { useLanguage } from '../../interface/language.ts';
import { useFormats } from '../../interface/use-formats.ts';

/** How runs are spoken of. */
export function useRunWords() {
  const { t } = useLanguage();
  const { time } = useFormats();
  return {
    nameOf: ({ title, startedAt }: Run) => t('evaluations.runOf', { title, time: time(startedAt) }),
    providerOf: ({ provider }: Run) => provider ?? t('evaluations.usual'),
    promptOf: ({ promptVersion }: Run) =>
      promptVersion === null ? t('evaluations.usual') : t('evaluations.version', { version: promptVersion }),
  };
}

/** While a run goes on, how often to look. */
export const lookMs = 2_000;
