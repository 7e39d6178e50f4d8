import { useLanguage as useSharedLanguage } from '../../../shared/interface/language.tsx';
import type { fr } from '../texts.ts';

/** The language of the console, with its own sentences beside those that all pages share. */
export const useLanguage = () => useSharedLanguage<typeof fr>();
