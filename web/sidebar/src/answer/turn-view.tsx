import { useEffect, useRef } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import type { AskScope, Feedback, Provider } from '../../../shared/api/types.ts';
import { nameOfScope } from '../ask/scope.ts';
import { useLanguage } from '../language.ts';
import type { TaskName, TaskRequest } from '../task/task.ts';
import { AnswerView } from './answer-view.tsx';
import type { SourceActions } from './source-list.tsx';
import type { Turn } from './turn.ts';
import { TurnFooting } from './turn-footing.tsx';
import { TurnProblem } from './turn-problem.tsx';

/** What can be done with a turn, and what is known around it. What is absent is not offered, as where one may only read. */
export type TurnContext = {
  /** Tells who else can be asked. */
  readonly client?: Pick<Client, 'providers'>;
  readonly sources: SourceActions;
  /** Those who may be asked, with where they are. */
  readonly providers: readonly Provider[];
  /** Another answer is being written. */
  readonly isOthersBusy: boolean;
  /** Asks another question in the same scope. */
  readonly onAsk?: (turn: Turn, question: string) => void;
  /** Asks it again in its place, of whom one wants. */
  readonly onAskAgain?: (turn: Turn, provider?: string) => void;
  /** Asks it over everything. */
  readonly onWiden?: (turn: Turn) => void;
  /** Runs a task, or lets one choose its documents. */
  readonly tasks?: {
    readonly off: readonly TaskName[];
    readonly onRun: (request: TaskRequest) => void;
    readonly onChoose: (task: TaskName) => void;
  };
  readonly onSay?: (turn: Turn, feedback: Feedback | null) => Promise<void>;
};

/** One question and its answer. An answer that another one took the place of is folded away. */
export function TurnView({ turn, context }: { readonly turn: Turn; readonly context: TurnContext }) {
  const { t, language } = useLanguage();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Braces: newer browsers give a promise, which is no clean-up for an effect.
    place.current?.scrollIntoView({ block: 'start' });
  }, []);
  const isBusy = turn.status === 'streaming';
  const placeOf = (scope: AskScope) => {
    const name = nameOfScope(scope);
    const [space] = scope.spaces ?? [];
    return name === 'space' && space !== undefined
      ? t('scopeNamed', { title: context.sources.spaceTitle(space) })
      : t(`scopes.${name}`);
  };
  const answered = (
    <div className="answered">
      <p className="visually-hidden">{t('assistantSaid')}</p>
      <div className="answer" lang={turn.language ?? language}>
        <AnswerView turn={turn} sources={context.sources} />
      </div>
      {isBusy ? <Busy turn={turn} /> : null}
      {turn.status === 'stopped' ? <p className="notice">{t('answerStopped')}</p> : null}
      {turn.status === 'failed' ? (
        <TurnProblem problem={turn.problem} onRetry={() => context.onAskAgain?.(turn)} />
      ) : null}
      {isBusy ? null : <TurnFooting turn={turn} context={context} />}
    </div>
  );
  return (
    <li className="turn" ref={place} aria-busy={isBusy}>
      <h2 className="asked">
        <span className="visually-hidden">{t('youAsked')} </span>
        {turn.question || t('maskedQuestion')}
      </h2>
      {turn.task === null && turn.scope !== null ? (
        <p className="turn-scope">{t('searchedWhere', { where: placeOf(turn.scope) })}</p>
      ) : null}
      {turn.searchedFor === null ? null : (
        <p className="muted" lang={turn.language ?? language}>
          {t('searchedFor', { query: turn.searchedFor })}
        </p>
      )}
      {turn.isSuperseded ? (
        <details className="others">
          <summary>{t('superseded')}</summary>
          {answered}
        </details>
      ) : (
        answered
      )}
    </li>
  );
}

function Busy({ turn: { text, task, progress } }: { readonly turn: Turn }) {
  const { t } = useLanguage();
  if (progress !== null && text === '') {
    const { step, of } = progress;
    return (
      <div className="busy">
        <p className="muted">{t('taskStep', { step, of })}</p>
        <progress value={step - 1} max={of} aria-label={t('taskStep', { step, of })} />
      </div>
    );
  }
  const reading = task === null ? t('searching') : t('reading');
  return <p className="muted busy">{text === '' ? reading : `${t('answering')}…`}</p>;
}
