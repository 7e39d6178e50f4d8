import { useEffect, useMemo, useRef } from 'react';
import { createClient } from '../../shared/api/client.ts';
import { createConnection } from '../../shared/api/connection.ts';
import { AnnouncerProvider } from '../../shared/interface/announcer.tsx';
import { LanguageProvider, useRememberedLanguage } from '../../shared/interface/language.tsx';
import { useHost } from './host/use-host.ts';
import { SignInScreen } from './session/sign-in-screen.tsx';
import { useSignedIn } from './session/use-signed-in.ts';
import { Sidebar } from './sidebar.tsx';
import { en } from './texts/en.ts';
import { fr } from './texts/fr.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useTheme } from './use-theme.ts';

const texts = { fr, en };

/** The sidebar in the language and the colours of its workplace. */
export function Page() {
  const { context, isAlone, token } = useHost();
  const [remembered, setLanguage] = useRememberedLanguage();
  const language = context.locale ?? remembered;
  const spoken = useRef(language);
  useEffect(() => {
    spoken.current = language;
  }, [language]);
  useTheme(context);
  useKeptFocus();
  const client = useMemo(
    () => createClient(createConnection({ token, language: () => spoken.current })),
    [token],
  );
  const entrance = useSignedIn(isAlone, client);
  return (
    <LanguageProvider texts={texts} language={language} setLanguage={setLanguage}>
      <AnnouncerProvider>
        {entrance === 'in' ? <Sidebar client={client} /> : null}
        {entrance === 'out' ? <SignInScreen /> : null}
      </AnnouncerProvider>
    </LanguageProvider>
  );
}
