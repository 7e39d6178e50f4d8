import { Label, ProgressBar } from 'react-aria-components';
import { useLanguage } from './language.ts';

/** How far long work has come: a bar, and the same in words; words alone where nobody knows how much there is. */
export function Progress({
  label,
  done,
  total,
  isCompact = false,
}: {
  readonly label: string;
  readonly done: number;
  /** `null`: nobody knows. */
  readonly total: number | null;
  /** The label is for readers of screens alone: what stands around it says it to others. */
  readonly isCompact?: boolean;
}) {
  const { t } = useLanguage();
  if (total === null) return <p className="muted">{t('interface.progressSoFar', { done })}</p>;
  const words = t('interface.progress', { done, total });
  return (
    <ProgressBar className="progress" value={done} maxValue={Math.max(1, total)} valueLabel={words}>
      {({ percentage }) => (
        <>
          <Label className={isCompact ? 'visually-hidden' : ''}>{label}</Label>
          <span className="muted">{words}</span>
          <span className="bar">
            <span className="bar-fill" style={{ inlineSize: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
