import type { Run } from '../../api/evaluations.ts';
import { useLanguage } from '../../interface/language.ts';
import { useAskers, useRunWords } from './use-run-words.ts';

/** How a run asks, in a line; a search asks no model. */
export function Circumstances({ run }: { readonly run: Run }) {
  const { t } = useLanguage();
  const { providerOf, promptOf } = useRunWords();
  const askerOf = useAskers([run]);
  const answering = [
    t('evaluations.byProvider', { provider: providerOf(run) }),
    t('evaluations.byPrompt', { prompt: promptOf(run) }),
  ];
  const all = [
    t(`evaluations.endpoints.${run.endpoint}`),
    t('evaluations.inNameOf', { name: askerOf(run) }),
    ...(run.endpoint === 'ask' ? answering : []),
  ];
  return <>{all.join(' · ')}</>;
}
