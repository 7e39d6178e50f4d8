import type { Provider } from '../../../shared/api/types.ts';
import { useLanguage } from '../language.ts';
import { namedSources, type Turn } from './turn.ts';

/** What made an answer, where that is, and what it took, as far as the server knows (R93). */
export function Maker({ turn, providers }: { readonly turn: Turn; readonly providers: readonly Provider[] }) {
  const { t, number } = useLanguage();
  const { maker, outcome } = turn;
  const isQuoted = outcome === 'quoted' || (maker !== null && maker.model === null);
  if (outcome === 'not-found' || (maker === null && !isQuoted)) return null;
  // What was refused without a model quotes nothing.
  if (isQuoted) return namedSources(turn).length === 0 ? null : <p className="maker">{t('quotesOnly')}</p>;
  const trust = providers.find(
    ({ name, model }) => name === maker?.provider && model === maker?.model,
  )?.trust;
  const facts = [
    t('model', { model: maker?.model ?? '?', provider: maker?.provider ?? '?' }),
    trust === undefined ? '' : t(`hosting.${trust}`),
    maker?.costEuro ? t('cost', { euros: number(maker.costEuro, 4) }) : '',
    maker?.energyWh ? t('energy', { wattHours: number(maker.energyWh, 2) }) : '',
  ];
  return (
    <p className="maker">
      <strong>{t('aiNotice')}.</strong> {facts.filter(Boolean).join(' · ')}
    </p>
  );
}
