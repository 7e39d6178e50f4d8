import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem, Provider, SharedConversation } from '../../../shared/api/types.ts';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import type { SourceActions } from '../answer/source-list.tsx';
import { turnsOf } from '../answer/turn.ts';
import { TurnView } from '../answer/turn-view.tsx';
import { useLanguage } from '../language.ts';
import { ScreenFrame } from '../screen-frame.tsx';

/**
 * A conversation that somebody shares, to read: each reader sees of it what they may open themselves, in the version that was quoted
 * (R09). To go on with it is to take a copy.
 */
export function SharedScreen({
  client,
  id,
  providers,
  sources,
  onBack,
  onCopied,
}: {
  readonly client: Client;
  readonly id: string;
  readonly providers: readonly Provider[];
  readonly sources: SourceActions;
  readonly onBack: () => void;
  /** It is a conversation of the person's own now. */
  readonly onCopied: (id: string) => Promise<void>;
}) {
  const { t, date } = useLanguage();
  const [shown, setShown] = useState<SharedConversation | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const left = new AbortController();
    client.sharedConversation(id, { signal: left.signal }).then(setShown, (error: unknown) => {
      if (!isAbort(error)) setProblem(toProblem(error));
    });
    return () => left.abort();
  }, [client, id]);
  const whose = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Whose it is comes first; an exchange brings itself into sight when it appears.
    if (shown !== null) whose.current?.scrollIntoView({ block: 'end' });
  }, [shown]);
  const copy = async () => {
    setProblem(null);
    try {
      await onCopied((await client.copySharedConversation(id)).id);
    } catch (error) {
      setProblem(toProblem(error));
    }
  };
  const isHidden = shown?.messages.some(({ masked }) => masked) ?? false;
  /** A copy keeps what its reader may see: of nothing there is none. */
  const isCopyable = shown?.messages.some(({ role, masked }) => role === 'assistant' && !masked) ?? false;
  return (
    <ScreenFrame title={shown === null ? t('sharedOne') : (shown.title ?? t('sharedHidden'))} onBack={onBack}>
      {problem === null ? null : <ProblemText problem={problem} />}
      {shown === null ? (
        problem === null ? (
          <p className="muted">{t('loading')}</p>
        ) : null
      ) : (
        <>
          <div className="notice" ref={whose}>
            <p>
              {t('sharedRead', { name: shown.sharedBy.name, date: date(shown.sharedAt) })}{' '}
              {isHidden ? t('sharedPart') : ''}
            </p>
            {isCopyable ? (
              <Button className="button" onPress={copy}>
                {t('sharedCopy')}
              </Button>
            ) : null}
          </div>
          <ol className="turns">
            {turnsOf(shown).map((turn) => (
              <TurnView key={turn.key} turn={turn} context={{ sources, providers, isOthersBusy: false }} />
            ))}
          </ol>
        </>
      )}
    </ScreenFrame>
  );
}
