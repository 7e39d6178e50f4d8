import { useEffect, useState } from 'react';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem } from '../../../shared/api/types.ts';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { LocalEntrance } from '../../../shared/session/local-entrance.tsx';
import { SignInList } from '../../../shared/session/sign-in-list.tsx';
import { readSignInServices, type SignInService } from '../../../shared/session/sign-in-services.ts';
import { useLanguage } from '../language.ts';

/** What somebody sees who opens the sidebar as a page of its own and is not signed in. */
export function SignInScreen() {
  const { t } = useLanguage();
  const [services, setServices] = useState<readonly SignInService[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    readSignInServices(controller.signal).then(setServices, (error: unknown) => {
      if (!isAbort(error)) setProblem(toProblem(error));
    });
    return () => controller.abort();
  }, []);
  return (
    <main className="sidebar" aria-labelledby="assistant-title">
      <header className="assistant-header">
        <h1 id="assistant-title">{t('assistant')}</h1>
      </header>
      <div className="screen-body">
        <h2>{t('signInTitle')}</h2>
        <p>{t('signInWhy')}</p>
        {problem === null ? null : <ProblemText problem={problem} onRetry={() => window.location.reload()} />}
        {services === null && problem === null ? <p className="muted">{t('loading')}</p> : null}
        {services?.length === 0 ? (
          <>
            <p>{t('noSignIn')}</p>
            <LocalEntrance />
          </>
        ) : null}
        {services === null || services.length === 0 ? null : (
          <SignInList services={services} place="/sidebar/" />
        )}
      </div>
    </main>
  );
}
