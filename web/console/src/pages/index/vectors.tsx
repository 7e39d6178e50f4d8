import type { Embedding } from '../../api/providers.ts';
import { useLanguage } from '../../interface/language.ts';
import { Progress } from '../../interface/progress.tsx';

/** How far the vectors are: those in use, and those that take over from them. */
export function Vectors({ embedding }: { readonly embedding: Embedding }) {
  const { t } = useLanguage();
  if (embedding.serving === null && embedding.building === null)
    return <p className="empty">{t('index.noVectors')}</p>;
  return (['serving', 'building'] as const).map((role) => {
    const generation = embedding[role];
    if (generation === null) return null;
    const { provider, done, total, tooSensitive, failedWith } = generation;
    return (
      <div key={role}>
        <Progress
          label={`${t(`index.${role}`)} : ${provider ?? t('models.installation')}`}
          done={done}
          total={total}
        />
        {tooSensitive === 0 ? null : (
          <p className="muted">{t('index.tooSensitive', { count: tooSensitive })}</p>
        )}
        {failedWith === null ? null : (
          <p className="notice">{t('index.vectorTrouble', { code: failedWith })}</p>
        )}
      </div>
    );
  });
}
