import type { Finding, Language } from '../../../shared/api/types.ts';
import { type T, useLanguage } from '../language.ts';
import { SupportMark, SupportSign } from './support-mark.tsx';
import type { Doubt } from './turn.ts';

/** What the marks in an answer mean, and on request why each sentence has one. `language` is the answer's. */
export function DoubtList({
  doubts,
  language,
}: {
  readonly doubts: readonly Doubt[];
  readonly language: Language;
}) {
  const { t } = useLanguage();
  const present = (['partial', 'unsupported'] as const).filter((support) =>
    doubts.some((doubt) => doubt.support === support),
  );
  return (
    <div className="doubts">
      <ul className="legend">
        {present.map((support) => (
          <li key={support}>
            <SupportSign support={support} /> {t(`supports.${support}`)}
          </li>
        ))}
      </ul>
      <details className="others">
        <summary>{t('doubtsWhy', { count: doubts.length })}</summary>
        <ul className="reasons">
          {doubts.map(({ start, text, support, findings }) => (
            <li key={start}>
              <span lang={language}>{text}</span> <SupportMark support={support} />
              <ul>
                {findings.map((finding) => (
                  <li key={`${finding.kind} ${finding.said}`}>{findingText(finding, t)}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function findingText({ kind, said, instead }: Finding, t: T): string {
  if (instead !== undefined) return t('findings.instead', { said, instead });
  if (kind === 'negation') return t('findings.negation');
  return said === '' ? t('findings.words') : t('findings.absent', { said });
}
