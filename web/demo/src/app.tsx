import { type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { flushSync } from 'react-dom';
import { ProblemText } from '../../shared/interface/problem-text.tsx';
import { SkipLinks } from './interface/skip-links.tsx';
import { useLanguage } from './language.ts';
import { type Demo, questionsFor } from './session/demo.ts';
import { useDemo } from './session/use-demo.ts';
import { useSession } from './session/use-session.ts';
import { Welcome } from './session/welcome.tsx';
import type { Pane } from './use-opened-document.ts';

/** What is shown once a person is chosen: over a third of the script, which the list of people need not wait for. */
const loadWorkplace = Promise.all([import('./workplace.tsx'), import('./session/person-select.tsx')]).then(
  ([{ Workplace }, { PersonSelect }]) => ({ Workplace, PersonSelect }),
  () => 'failed' as const,
);

/** The whole page: header, then a choice of person or that person's workplace. */
export function App() {
  const { t } = useLanguage();
  const { state, reload } = useDemo();
  if (state.status === 'ready') return <Ready demo={state.demo} />;
  return (
    <>
      <Header title="Sourcier" />
      <main id="content" tabIndex={-1} className="welcome">
        {state.status === 'loading' ? <p className="muted">{t('loading')}</p> : null}
        {state.status === 'failed' && state.problem.code === 'NOT_FOUND' ? (
          <>
            <h2>{t('demoAbsent')}</h2>
            <p>{t('demoAbsentWhat')}</p>
            <ul className="places">
              <li>
                <a href="/sidebar/">{t('toAssistant')}</a>
              </li>
              <li>
                <a href="/console/">{t('toConsole')}</a>
              </li>
            </ul>
          </>
        ) : null}
        {state.status === 'failed' && state.problem.code !== 'NOT_FOUND' ? (
          <ProblemText problem={state.problem} onRetry={reload} />
        ) : null}
      </main>
    </>
  );
}

function Ready({ demo }: { readonly demo: Demo }) {
  const { t } = useLanguage();
  const { session, choose } = useSession(demo.people);
  const [pane, setPane] = useState<Pane>('documents');
  const [loaded, setLoaded] = useState<Awaited<typeof loadWorkplace> | null>(null);
  useEffect(() => void loadWorkplace.then(setLoaded), []);
  // At once, so that what is jumped to can take the focus.
  const jump = (target: Pane) => flushSync(() => setPane(target));
  const enter = async (id: string) => {
    await loadWorkplace;
    flushSync(() => choose(id));
    // The pressed card is gone: the focus goes on from what replaced it.
    document.getElementById('content')?.focus();
  };
  return (
    <>
      {session === null ? <SkipLinks /> : <SkipLinks onJump={jump} />}
      <Header title={demo.organisation.title}>
        {session === null || loaded === null || loaded === 'failed' ? null : (
          <loaded.PersonSelect people={demo.people} person={session.person} onChoose={choose} />
        )}
      </Header>
      {session === null ? (
        <Welcome people={demo.people} onChoose={enter} />
      ) : loaded === null || loaded === 'failed' ? (
        <main id="content" tabIndex={-1} className="welcome">
          {loaded === null ? (
            <p className="muted">{t('loading')}</p>
          ) : (
            <ProblemText problem={{ code: 'NETWORK', title: '' }} onRetry={() => location.reload()} />
          )}
        </main>
      ) : (
        <loaded.Workplace
          key={session.person.id}
          person={session.person}
          client={session.client}
          suggestions={questionsFor(session.person, demo.questions)}
          pane={pane}
          setPane={setPane}
        />
      )}
    </>
  );
}

function Header({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const { t, language, setLanguage } = useLanguage();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <header className="page-header">
      <h1>{title}</h1>
      <div className="page-tools">
        <Button className="button quiet" onPress={() => setLanguage(other)}>
          <span lang={other}>{t('otherLanguage')}</span>
        </Button>
        {children}
      </div>
    </header>
  );
}
