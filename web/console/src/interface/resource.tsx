import type { ReactNode } from 'react';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useLanguage } from './language.ts';
import type { Loaded } from './use-loaded.ts';

/** What was read from the server, or that it is being read, or why it cannot be; the last value stays beside an error. */
export function Resource<Value>({
  of: { value, problem, isLoading, reload },
  children,
}: {
  readonly of: Loaded<Value>;
  readonly children: (value: Value) => ReactNode;
}) {
  const { t } = useLanguage();
  return (
    <div className="resource" aria-busy={isLoading}>
      {problem === null ? null : <ProblemText problem={problem} onRetry={reload} />}
      {value === null ? isLoading ? <p className="muted">{t('loading')}</p> : null : children(value)}
    </div>
  );
}
