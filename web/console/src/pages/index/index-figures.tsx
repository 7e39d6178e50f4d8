import type { DocumentCounts } from '../../api/index-health.ts';
import { routeTo } from '../../frame/use-route.ts';
import { Figure, Figures } from '../../interface/figures.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useFormats } from '../../interface/use-formats.ts';
import { useSession } from '../../session/session.ts';
import { findable, waiting } from './health.ts';
import { useAge } from './use-age.ts';

/** From here on somebody should look why nothing moves. */
const lateSeconds = 900;

/** An organisation, or one of its spaces, in a few numbers. */
export function IndexFigures({ counts }: { readonly counts: DocumentCounts }) {
  const { t } = useLanguage();
  const { number, time } = useFormats();
  const age = useAge();
  const { roles } = useSession();
  const { documents, newestAt, oldestWaitingSeconds } = counts;
  const { failed, skipped } = documents.byState;
  const byWords = documents.byState['searchable-words'];
  const isLate = (oldestWaitingSeconds ?? 0) > lateSeconds;
  return (
    <Figures label={t('index.figures')}>
      <Figure
        name={t('index.findable')}
        value={number(findable(counts))}
        note={[
          t('index.findableOf', { total: documents.total }),
          ...(byWords === 0 ? [] : [t('index.byWords', { count: byWords })]),
        ].join(', ')}
      />
      <Figure
        name={t('index.waiting')}
        value={number(waiting(counts))}
        tone={isLate ? 'busy' : 'plain'}
        note={
          oldestWaitingSeconds === null
            ? undefined
            : t('index.waitingSince', { age: age(oldestWaitingSeconds) })
        }
      />
      <Figure
        name={t('index.unread')}
        value={number(failed + skipped)}
        tone={failed > 0 ? 'bad' : 'plain'}
        note={roles.has('admin') ? <a href={routeTo('unread')}>{t('index.seeUnread')}</a> : undefined}
      />
      <Figure
        name={t('index.encrypted')}
        value={number(documents.encrypted)}
        note={t('index.encryptedWhat')}
      />
      <Figure name={t('index.newest')} value={<span className="small-figure">{time(newestAt)}</span>} />
    </Figures>
  );
}
