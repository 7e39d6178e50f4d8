import { Label, ProgressBar } from 'react-aria-components';
import { useLanguage } from './language.ts';

/** How far long work has come: a bar, and the same in words. */
export function Progress({
  label,
  done,
  total,
}: {
  readonly label: string;
  readonly done: number;
  /** `null`: nobody knows. */
  readonly total: number | null;
}) {
  const { t } = useLanguage();
  const words =
    total === null ? t('interface.progressSoFar', { done }) : t('interface.progress', { done, total });
  return (
    <ProgressBar
      className="progress"
      isIndeterminate={total === null}
      value={done}
      maxValue={Math.max(1, total ?? 1)}
      valueLabel={words}
    >
      {({ percentage }) => (
        <>
          <Label>{label}</Label>
          <span className="muted">{words}</span>
          <span className="bar">
            <span className="bar-fill" style={{ inlineSize: `${percentage ?? 100}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
