import { type LanguageChoice, useLanguage as useAnyLanguage } from '../../shared/interface/language.tsx';
import type { Translate } from '../../shared/texts/translate.ts';
import type { fr } from './texts/fr.ts';

/** A sentence of this page. */
export type T = Translate<typeof fr>;

/** The language with the sentences of this page. */
export const useLanguage = (): LanguageChoice<typeof fr> => useAnyLanguage<typeof fr>();
