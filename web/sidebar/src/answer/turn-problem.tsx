import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Problem } from '../../../shared/api/types.ts';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useLanguage } from '../language.ts';

/** Longer waits are told by the server's own words. */
const longestWaitSeconds = 120;

/** Why there is no answer, and when it is worth asking again: the button counts the seconds that the server asked for. */
export function TurnProblem({
  problem,
  onRetry,
}: {
  readonly problem: Problem | null;
  readonly onRetry: () => void;
}) {
  const { t } = useLanguage();
  const seconds = useCountdown(problem?.retryAfterSeconds ?? 0);
  if (problem === null)
    return <ProblemText problem={{ code: 'CUT', title: t('answerCut') }} onRetry={onRetry} />;
  if (seconds === 0) return <ProblemText problem={problem} lead={t('answerFailed')} onRetry={onRetry} />;
  return (
    <>
      <ProblemText problem={problem} lead={t('answerFailed')} />
      {seconds > longestWaitSeconds ? null : (
        <Button className="button" isDisabled>
          {t('retryIn', { count: seconds })}
        </Button>
      )}
    </>
  );
}

function useCountdown(from: number): number {
  const [left, setLeft] = useState(from);
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}
