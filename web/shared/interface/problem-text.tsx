import { Button } from 'react-aria-components';
import type { Problem } from '../api/types.ts';
import { sentenceOf } from '../texts/translate.ts';
import { useLanguage } from './language.tsx';

/** An error as text: what happened, what to do, the reference to give, and a button when trying again makes sense. */
export function ProblemText({
  problem,
  lead,
  onRetry,
}: {
  readonly problem: Problem;
  readonly lead?: string;
  readonly onRetry?: () => void;
}) {
  const { t } = useLanguage();
  const advice = sentenceOf(t, `advice.${problem.code}`);
  const what = problem.title || (advice === null ? t('problemUnknown') : '');
  return (
    <div className="problem">
      {lead === undefined ? null : <p className="problem-lead">{lead}</p>}
      <p>{[what, problem.detail, advice].filter((part) => part).join(' ')}</p>
      {problem.requestId === undefined ? null : (
        <p className="muted">{t('requestId', { id: problem.requestId })}</p>
      )}
      {onRetry === undefined ? null : (
        <Button className="button" onPress={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
