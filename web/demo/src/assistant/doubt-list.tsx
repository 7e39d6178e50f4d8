import type { Language } from '../../../shared/api/types.ts';
import { useLanguage } from '../interface/language.tsx';
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
            <SupportSign support={support} /> {t.supports[support]}
          </li>
        ))}
      </ul>
      <details className="others">
        <summary>{t.doubtsWhy(doubts.length)}</summary>
        <ul className="reasons">
          {doubts.map(({ start, text, support, findings }) => (
            <li key={start}>
              <span lang={language}>{text}</span> <SupportMark support={support} />
              <ul>
                {findings.map((finding) => (
                  <li key={`${finding.kind} ${finding.said}`}>{t.finding(finding)}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
