import { lazy, Suspense } from 'react';
import { Button } from 'react-aria-components';
import { nameOfScope } from '../ask/scope.ts';
import { useLanguage } from '../language.ts';
import { OfferedTask } from '../task/offered-task.tsx';
import { DoubtList } from './doubt-list.tsx';
import { Maker } from './maker.tsx';
import { OtherProviders } from './other-providers.tsx';
import { SearchedPlaces } from './searched-places.tsx';
import { SourceList } from './source-list.tsx';
import { changedSources, citedSources, type Turn } from './turn.ts';
import { TurnActions } from './turn-actions.tsx';
import type { TurnContext } from './turn-view.tsx';

// Not needed before the first answer is there.
const AnswerFeedback = lazy(async () => ({
  default: (await import('./answer-feedback.tsx')).AnswerFeedback,
}));

/** What stands under a finished answer: warnings, sources, what made it, and what can be done with it. */
export function TurnFooting({ turn, context }: { readonly turn: Turn; readonly context: TurnContext }) {
  const { t, language } = useLanguage();
  const { client, isOthersBusy, onAsk, onAskAgain, onWiden, onSay, tasks } = context;
  const doubts = turn.masked ? [] : turn.doubts;
  const isNotFound = turn.outcome === 'not-found';
  const cited = isNotFound ? [] : citedSources(turn);
  const others = turn.sources.filter((source) => !cited.includes(source));
  const isLive = !turn.isSuperseded;
  const changed = isLive ? changedSources(turn) : 0;
  return (
    <>
      {turn.notices.map((notice) => (
        <p className="notice" key={notice.code}>
          {notice.text}
        </p>
      ))}
      {turn.searched === null ? null : <SearchedPlaces counts={turn.searched} isFoundNothing={isNotFound} />}
      {isNotFound &&
      onWiden &&
      turn.task === null &&
      turn.scope &&
      nameOfScope(turn.scope) !== 'everything' ? (
        <Button className="button" isDisabled={isOthersBusy} onPress={() => onWiden(turn)}>
          {t('widen')}
        </Button>
      ) : null}
      {turn.suggestions.length > 0 && isLive && onAsk ? (
        <div className="offers">
          <p className="muted">{t('otherWords')}</p>
          {turn.suggestions.map((suggestion) => (
            <Button
              key={suggestion}
              className="button"
              isDisabled={isOthersBusy}
              onPress={() => onAsk(turn, suggestion)}
            >
              {suggestion}
            </Button>
          ))}
        </div>
      ) : null}
      {isLive && turn.offeredTask !== null && tasks && !tasks.off.includes(turn.offeredTask.task) ? (
        <OfferedTask offer={turn.offeredTask} isDisabled={isOthersBusy} {...tasks} />
      ) : null}
      {changed > 0 ? (
        <div className="notice changed">
          <p>{t('changedSince', { count: changed })}</p>
          {onAskAgain ? (
            <Button className="button" isDisabled={isOthersBusy} onPress={() => onAskAgain(turn)}>
              {t('askOfChanged')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {cited.length > 0 || doubts.length > 0 ? (
        <>
          <h3>{t('sources')}</h3>
          {doubts.length > 0 ? <DoubtList doubts={doubts} language={turn.language ?? language} /> : null}
          <SourceList sources={cited} actions={context.sources} />
        </>
      ) : null}
      {others.length > 0 ? (
        <details className="others">
          <summary>{t('sourcesOther', { count: others.length })}</summary>
          <SourceList sources={others} actions={context.sources} />
        </details>
      ) : null}
      <Maker turn={turn} providers={context.providers} />
      {isLive ? <TurnActions turn={turn} context={context} /> : null}
      {client && onAskAgain && isLive && turn.task === null && turn.status !== 'failed' ? (
        <OtherProviders
          client={client}
          turn={turn}
          isDisabled={isOthersBusy}
          onChoose={(provider) => onAskAgain(turn, provider)}
        />
      ) : null}
      {onSay && turn.messageId !== null && turn.status === 'done' && !turn.masked && isLive ? (
        <Suspense fallback={null}>
          <AnswerFeedback said={turn.feedback} onSay={(feedback) => onSay(turn, feedback)} />
        </Suspense>
      ) : null}
    </>
  );
}
