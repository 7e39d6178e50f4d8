import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import type { Feedback } from '../../../shared/api/types.ts';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { placeText } from '../documents/place-text.ts';
import { useLanguage } from '../interface/language.tsx';
import { AnswerBody } from './answer-body.tsx';
import { AnswerFeedback } from './answer-feedback.tsx';
import { withoutOpenMark } from './answer-text.ts';
import { answerAsText } from './copy-answer.ts';
import { DoubtList } from './doubt-list.tsx';
import { OtherProviders } from './other-providers.tsx';
import { type SourceActions, SourceList } from './source-list.tsx';
import { citedSources, knownNumbers, type Turn } from './turn.ts';

type TurnActions = {
  /** Another answer is being written. */
  readonly isOthersBusy: boolean;
  readonly onAsk: (question: string) => void;
  readonly client: Pick<Client, 'providers'>;
  readonly onAskAgain: (provider?: string) => void;
  readonly onSay: (feedback: Feedback | null) => Promise<void>;
  readonly onWiden: (() => void) | null;
};

/**
 * One question and its answer. `onAskAgain` asks it again in its place, of whom one wants, `onWiden` asks it over everything, `onAsk` asks another
 * one. An answer that another one took the place of is folded away.
 */
export function TurnView({
  turn,
  actions,
  isOthersBusy,
  client,
  onAsk,
  onAskAgain,
  onSay,
  onWiden,
}: TurnActions & {
  readonly turn: Turn;
  readonly actions: SourceActions;
}) {
  const { t, language } = useLanguage();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Braces: newer browsers give a promise, which is no clean-up for an effect.
    place.current?.scrollIntoView({ block: 'start' });
  }, []);
  const isBusy = turn.status === 'streaming';
  const answered = (
    <div className="answered">
      <p className="visually-hidden">{t.assistantSaid}</p>
      <div className="answer" lang={turn.language ?? language}>
        <Answer turn={turn} actions={actions} />
      </div>
      {isBusy ? <p className="muted busy">{turn.text === '' ? t.searching : `${t.answering}…`}</p> : null}
      {turn.status === 'stopped' ? <p className="notice">{t.answerStopped}</p> : null}
      {turn.status === 'failed' ? (
        turn.problem === null ? (
          <ProblemText problem={{ code: 'CUT', title: t.answerCut }} onRetry={() => onAskAgain()} />
        ) : (
          <ProblemText problem={turn.problem} lead={t.answerFailed} onRetry={() => onAskAgain()} />
        )
      ) : null}
      {isBusy ? null : (
        <Footing
          turn={turn}
          actions={actions}
          turnActions={{ isOthersBusy, client, onAsk, onAskAgain, onSay, onWiden }}
        />
      )}
    </div>
  );
  return (
    <li className="turn" ref={place} aria-busy={isBusy}>
      <h3 className="asked">
        <span className="visually-hidden">{t.youAsked} </span>
        {turn.question}
      </h3>
      {turn.searchedFor === null ? null : (
        <p className="muted" lang={turn.language ?? language}>
          {t.searchedFor(turn.searchedFor)}
        </p>
      )}
      {turn.isSuperseded ? (
        <details className="others">
          <summary>{t.superseded}</summary>
          {answered}
        </details>
      ) : (
        answered
      )}
    </li>
  );
}

function Answer({ turn, actions }: { readonly turn: Turn; readonly actions: SourceActions }) {
  const { t } = useLanguage();
  if (turn.masked) return <p className="notice">{t.masked}</p>;
  const known = knownNumbers(turn);
  const text = turn.status === 'streaming' ? withoutOpenMark(turn.text) : turn.text;
  const shown = text === '' && turn.outcome === 'not-found' ? t.notFound : text;
  const citation = (n: number) => {
    const source = turn.sources.find((one) => one.n === n);
    if (source === undefined || !source.readable) return `[${n}]`;
    const { document, passage } = source;
    return (
      <Button
        className="citation"
        aria-label={t.openSource(n, document.title, passage.place && placeText(passage.place, t))}
        onPress={() => actions.onOpen(document.id, passage.id)}
      >
        [{n}]
      </Button>
    );
  };
  return <AnswerBody text={shown} known={known} marks={turn.doubts} citation={citation} />;
}

/** What stands under a finished answer: warnings, sources, what made it, and what can be done with it. */
function Footing({
  turn,
  actions,
  turnActions,
}: {
  readonly turn: Turn;
  readonly actions: SourceActions;
  readonly turnActions: TurnActions;
}) {
  const { isOthersBusy, client, onAsk, onAskAgain, onSay, onWiden } = turnActions;
  const { t, language } = useLanguage();
  const doubts = turn.masked ? [] : turn.doubts;
  const isNotFound = turn.outcome === 'not-found';
  const cited = isNotFound ? [] : citedSources(turn);
  const others = turn.sources.filter((source) => !cited.includes(source));
  return (
    <>
      {turn.notices.map((notice) => (
        <p className="notice" key={notice.code}>
          {notice.text}
        </p>
      ))}
      {isNotFound && turn.searched !== null ? <p className="muted">{t.searchedIn(turn.searched)}</p> : null}
      {isNotFound && onWiden !== null ? (
        <Button className="button" onPress={onWiden}>
          {t.widen}
        </Button>
      ) : null}
      {turn.suggestions.length > 0 && !turn.isSuperseded ? (
        <div className="other-words">
          <p className="muted">{t.otherWords}</p>
          {turn.suggestions.map((suggestion) => (
            <Button
              key={suggestion}
              className="button"
              isDisabled={isOthersBusy}
              onPress={() => onAsk(suggestion)}
            >
              {suggestion}
            </Button>
          ))}
        </div>
      ) : null}
      {cited.length > 0 || doubts.length > 0 ? (
        <>
          <h4>{t.sources}</h4>
          {doubts.length > 0 ? <DoubtList doubts={doubts} language={turn.language ?? language} /> : null}
          <SourceList sources={cited} actions={actions} />
        </>
      ) : null}
      {others.length > 0 ? (
        <details className="others">
          <summary>{t.sourcesOther(others.length)}</summary>
          <SourceList sources={others} actions={actions} />
        </details>
      ) : null}
      <Maker turn={turn} />
      {turn.isSuperseded ? null : (
        <div className="turn-actions">
          {turn.text === '' || turn.masked ? null : <CopyButton turn={turn} />}
          {turn.messageId === null || turn.status === 'failed' ? null : (
            <Button className="button quiet" isDisabled={isOthersBusy} onPress={() => onAskAgain()}>
              {t.askAgain}
            </Button>
          )}
        </div>
      )}
      {turn.isSuperseded ? null : (
        <OtherProviders client={client} turn={turn} isDisabled={isOthersBusy} onChoose={onAskAgain} />
      )}
      {turn.messageId === null || turn.status !== 'done' || turn.masked || turn.isSuperseded ? null : (
        <AnswerFeedback said={turn.feedback} onSay={onSay} />
      )}
    </>
  );
}

function Maker({ turn }: { readonly turn: Turn }) {
  const { t } = useLanguage();
  const { maker, outcome } = turn;
  const isQuoted = outcome === 'quoted' || (maker !== null && maker.model === null);
  if (outcome === 'not-found' || (maker === null && !isQuoted)) return null;
  const made = isQuoted
    ? t.quotesOnly
    : `${t.aiNotice}. ${t.model(maker?.model ?? '?', maker?.provider ?? '?')}`;
  return <p className="maker">{made}</p>;
}

function CopyButton({ turn }: { readonly turn: Turn }) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(answerAsText(turn, t));
      announce(t.copied);
    } catch {
      announce(t.copyFailed);
    }
  };
  return (
    <Button className="button quiet" onPress={copy}>
      {t.copy}
    </Button>
  );
}
