import { Button } from 'react-aria-components';
import type { Problem } from '../api/types.ts';
import { sentenceOf } from '../texts/translate.ts';
import { useLanguage } from './language.tsx';

/** Errors whose detail says all that their title says, and more. */
const saidByDetail: ReadonlySet<string> = new Set(['BUDGET_EXHAUSTED', 'PRIVATE_DOCUMENT_UNREADABLE']);

/** An error as text: what happened, what to do, the reference to give, and a button when trying again makes sense. */
export function ProblemText({
  problem,
  lead,
  isAlert = false,
  onRetry,
}: {
  readonly problem: Problem;
  readonly lead?: string;
  /** It answers what was just pressed, and the focus stays there: screen readers tell it at once. */
  readonly isAlert?: boolean;
  readonly onRetry?: () => void;
}) {
  const { t } = useLanguage();
  const advice = sentenceOf(t, `advice.${problem.code}`);
  const saysAll = problem.detail !== undefined && saidByDetail.has(problem.code);
  const what = saysAll ? '' : problem.title || (advice === null ? t('problemUnknown') : '');
  return (
    <div className="problem" {...(isAlert ? { role: 'alert' } : {})}>
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
