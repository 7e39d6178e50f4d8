import type { Run } from '../../api/evaluations.ts';
import { useLanguage } from '../../interface/language.ts';
import { useFormats } from '../../interface/use-formats.ts';
import { usePrincipalNames } from '../../names/use-names.ts';

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

/** In whose name runs ask, by name. */
export function useAskers(runs: readonly Run[]): (run: Run) => string {
  const { t } = useLanguage();
  const nameOf = usePrincipalNames(runs.map(({ as }) => as));
  return ({ as }) =>
    as.startsWith('group:') ? t('evaluations.groupNamed', { name: nameOf(as) }) : nameOf(as);
}

/** While a run goes on, how often to look. */
export const lookMs = 2_000;
