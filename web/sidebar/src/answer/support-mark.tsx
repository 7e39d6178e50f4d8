import { useLanguage } from '../language.ts';
import type { Mark } from './answer-text.ts';

type Props = Pick<Mark, 'support'>;

/** The quiet mark of a sentence to be checked: a sign for the eye, words for a screen reader. */
export function SupportMark({ support }: Props) {
  const { t, language } = useLanguage();
  return (
    <>
      <SupportSign support={support} />
      <span className="visually-hidden" lang={language}>
        {` (${t(`supports.${support}`)})`}
      </span>
    </>
  );
}

/** The sign alone, where the words stand beside it. */
export function SupportSign({ support }: Props) {
  return (
    <span className="support-mark" data-support={support} aria-hidden="true">
      {support === 'partial' ? '?' : '!'}
    </span>
  );
}
