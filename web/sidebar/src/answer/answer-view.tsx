import { useLanguage } from '../language.ts';
import { AnswerBody } from './answer-body.tsx';
import { withoutOpenMark } from './answer-text.ts';
import { Citation } from './citation.tsx';
import type { SourceActions } from './source-list.tsx';
import { knownNumbers, type Turn } from './turn.ts';

/** The words of an answer as far as they have come, with its sources at each claim. */
export function AnswerView({ turn, sources }: { readonly turn: Turn; readonly sources: SourceActions }) {
  const { t } = useLanguage();
  if (turn.masked) return <p className="notice">{t('masked')}</p>;
  const text = turn.status === 'streaming' ? withoutOpenMark(turn.text) : turn.text;
  const shown = text === '' && turn.outcome === 'not-found' ? t('notFound') : text;
  return (
    <AnswerBody
      text={shown}
      known={knownNumbers(turn)}
      marks={turn.doubts}
      citation={(n) => {
        const source = turn.sources.find((one) => one.n === n);
        return source?.readable ? <Citation source={source} actions={sources} /> : `[${n}]`;
      }}
    />
  );
}
