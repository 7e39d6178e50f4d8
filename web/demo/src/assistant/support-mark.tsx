import { useLanguage } from '../interface/language.tsx';
import type { Mark } from './answer-text.ts';

/** The quiet mark of a sentence to be checked: a sign for the eye, words for a screen reader. */
export function SupportMark({ support }: Pick<Mark, 'support'>) {
  const { t, language } = useLanguage();
  return (
    <span className="support-mark" data-support={support}>
      <span aria-hidden="true">{support === 'partial' ? '?' : '!'}</span>
      <span className="visually-hidden" lang={language}>
        {` (${t.supports[support]})`}
      </span>
    </span>
  );
}
