import { useLanguage as useSharedLanguage } from '../../../shared/interface/language.tsx';
import { texts } from '../texts.ts';

/** The page's language, the sentences of this page and its way of writing dates. */
export function useLanguage() {
  const choice = useSharedLanguage();
  return { ...choice, t: texts[choice.language] };
}
