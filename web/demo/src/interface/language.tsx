import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Language } from '../api/types.ts';
import { type Texts, texts } from '../texts.ts';

type LanguageChoice = {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: Texts;
  /** A date as people of this language write it, without time. */
  readonly date: (iso: string) => string;
};

const LanguageContext = createContext<LanguageChoice | null>(null);
const storageKey = 'sourcier.language';

/** Holds the page's language: French until the person chooses the other one, remembered by the browser. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(storageKey) === 'en' ? 'en' : 'fr',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(storageKey, language);
  }, [language]);
  const choice = useMemo<LanguageChoice>(() => {
    const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    });
    return { language, setLanguage, t: texts[language], date: (iso) => format.format(new Date(iso)) };
  }, [language]);
  return (
    <LanguageContext value={choice}>
      <I18nProvider locale={language === 'fr' ? 'fr-FR' : 'en-GB'}>{children}</I18nProvider>
    </LanguageContext>
  );
}

/** The page's language, its texts and its way of writing dates. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === null) throw new Error('useLanguage needs a LanguageProvider above it.');
  return choice;
}
