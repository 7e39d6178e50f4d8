import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Language } from '../api/types.ts';
import { type AppTexts, createTranslations, type Translate } from '../texts/translate.ts';
import { storageOf } from './storage.ts';

export type LanguageChoice<Tree = object> = {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: Translate<Tree>;
  /** A number as people of this language write it, with so many decimals at most. */
  readonly number: (value: number, decimals?: number) => string;
  /** A date as people of this language write it, without time. */
  readonly date: (iso: string) => string;
  /** The same with its time of day, to the minute. */
  readonly moment: (iso: string) => string;
};

const LanguageContext = createContext<LanguageChoice | null>(null);
const storageKey = 'sourcier.language';
const kept = storageOf('localStorage');

/**
 * Holds a page's language and its sentences: those that the pages share and `texts`, which must be the same object at each
 * rendering. Says the language on the document (R92).
 */
export function LanguageProvider({
  texts,
  language,
  setLanguage,
  children,
}: {
  readonly texts: AppTexts;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly children: ReactNode;
}) {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const inLanguage = useMemo(() => createTranslations(texts), [texts]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo<LanguageChoice>(() => {
    const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
    const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
    return {
      language,
      setLanguage,
      t: inLanguage(language),
      number: (value, decimals = 0) =>
        new Intl.NumberFormat(locale, { maximumFractionDigits: decimals }).format(value),
      date: (iso) => days.format(new Date(iso)),
      moment: (iso) => moments.format(new Date(iso)),
    };
  }, [language, setLanguage, locale, inLanguage]);
  return (
    <LanguageContext value={choice}>
      <I18nProvider locale={locale}>{children}</I18nProvider>
    </LanguageContext>
  );
}

/**
 * The page's language, its sentences and its way of writing dates. An app names its own sentences once:
 * `export const useLanguage = () => useSharedLanguage<typeof fr>();`
 */
export function useLanguage<Tree = object>(): LanguageChoice<Tree> {
  const choice = useContext(LanguageContext);
  if (choice === null) throw new Error('useLanguage needs a LanguageProvider above it.');
  return choice as LanguageChoice<Tree>;
}

/** The language that the person chose, remembered by the browser; French until then. */
export function useRememberedLanguage(): readonly [Language, (language: Language) => void] {
  const [language, setLanguage] = useState<Language>(() => (kept.read(storageKey) === 'en' ? 'en' : 'fr'));
  useEffect(() => kept.write(storageKey, language), [language]);
  return [language, setLanguage];
}
