import { Suspense, useRef } from 'react';
import { useLanguage } from '../interface/language.ts';
import { MovedContext, Page } from '../interface/page.tsx';
import { DoneProvider } from '../interface/undo.tsx';
import { type Session, SessionContext } from '../session/session.ts';
import { Navigation } from './navigation.tsx';
import { pagesFor } from './pages.ts';
import { Plan, planName } from './plan.tsx';
import { readRoute, useHash } from './use-route.ts';

/** The pages of somebody who is in: navigation by role, and the page that the address names. */
export function Frame({ session }: { readonly session: Session }) {
  const { t } = useLanguage();
  const hash = useHash();
  const first = useRef<string | null>(hash);
  const pages = pagesFor(session.roles);
  const [name = pages[0]?.id, ...rest] = readRoute(hash);
  const page = pages.find(({ id }) => id === name);

  // Once left, the first place is a place like any other.
  if (hash !== first.current) first.current = null;

  return (
    <SessionContext value={session}>
      <MovedContext value={first.current === null}>
        <DoneProvider>
          <div className="console">
            <Navigation pages={pages} current={page?.id} />
            <main id="content" tabIndex={-1}>
              <Suspense fallback={<p className="muted">{t('loading')}</p>}>
                {name === planName ? (
                  <Plan key={hash} pages={pages} />
                ) : page === undefined ? (
                  <Page key={hash} title={t('frame.missing')} lead={t('frame.missingWhat')} />
                ) : (
                  <page.view key={hash} rest={rest} />
                )}
              </Suspense>
            </main>
          </div>
        </DoneProvider>
      </MovedContext>
    </SessionContext>
  );
}
