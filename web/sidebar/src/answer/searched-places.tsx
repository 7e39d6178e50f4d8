import type { ScopeCounts } from '../../../shared/api/types.ts';
import { useLanguage } from '../language.ts';

/** Why documents of a scope are not looked into. */
export const unreadKinds = ['queued', 'failed', 'encrypted', 'excluded'] as const;

/** How fresh what was searched is: what could be looked into, and what could not. Said in full when nothing was found. */
export function SearchedPlaces({
  counts,
  isFoundNothing,
}: {
  readonly counts: ScopeCounts;
  readonly isFoundNothing: boolean;
}) {
  const { t } = useLanguage();
  const blind = unreadKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => t(`blind.${kind}`, { count: counts[kind] }));
  if (blind.length === 0 && !isFoundNothing) return null;
  return (
    <p className="muted">
      {t('searched', { count: counts.documents })}
      {blind.length === 0 ? '' : ` ${t('notRead', { list: blind.join(', ') })}`}
    </p>
  );
}
