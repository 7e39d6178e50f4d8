import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { AskScope, Problem, ScopeState } from '../../../shared/api/types.ts';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { unreadKinds } from '../answer/searched-places.tsx';
import { useLanguage } from '../language.ts';
import { ageText } from './age-text.ts';

/** Before a first question: how much there is to find where it would look, how fresh that is, and on demand what is left out. */
export function ScopeNote({
  client,
  scope,
}: {
  readonly client: Pick<Client, 'scope'>;
  readonly scope: AskScope;
}) {
  const { t, language } = useLanguage();
  const { state, problem } = useScopeState(client, scope);
  // That the assistant is off is said before somebody types; what cannot be counted now may well be asked.
  if (problem?.code === 'ASSISTANT_OFF') return <ProblemText problem={problem} />;
  if (state === null) return null;
  const unread = unreadKinds.filter((kind) => state[kind] > 0);
  const count = unread.reduce((sum, kind) => sum + state[kind], 0);
  const age = state.newestAt === null ? null : ageText(state.newestAt, language);
  const line = [
    t('scopeHolds', { count: state.documents }),
    state.newestAt === null ? '' : age === null ? t('scopeFreshNow') : t('scopeFresh', { age }),
    count === 0 ? '' : t('scopeUnread', { count }),
  ]
    .filter(Boolean)
    .join(' · ');
  if (count === 0) return <p className="scope-note muted">{line}</p>;
  return (
    <details className="scope-note others">
      <summary>{line}</summary>
      <ul className="muted">
        {unread.map((kind) => (
          <li key={kind}>{t(`blind.${kind}`, { count: state[kind] })}</li>
        ))}
      </ul>
    </details>
  );
}

/** Asked again for each scope; what is shown of the last one goes at once. */
function useScopeState(client: Pick<Client, 'scope'>, scope: AskScope) {
  const [state, setState] = useState<ScopeState | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const wanted = JSON.stringify(scope);
  const read = useCallback(
    (signal: AbortSignal) => client.scope(JSON.parse(wanted) as AskScope, { signal }),
    [client, wanted],
  );
  useEffect(() => {
    const left = new AbortController();
    setState(null);
    setProblem(null);
    read(left.signal).then(setState, (error: unknown) => {
      if (!isAbort(error)) setProblem(toProblem(error));
    });
    return () => left.abort();
  }, [read]);
  return { state, problem };
}
