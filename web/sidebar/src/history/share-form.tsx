import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem, Share, Space } from '../../../shared/api/types.ts';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useTold } from '../../../shared/interface/use-told.ts';
import { useHost } from '../host/use-host.ts';
import { useLanguage } from '../language.ts';

/** With whom a conversation is shared, and another space to share it with. Readers keep their own rights, which it says. */
export function ShareForm({
  client,
  conversationId,
  spaces,
}: {
  readonly client: Client;
  readonly conversationId: string;
  readonly spaces: readonly Space[];
}) {
  const { t, date } = useLanguage();
  const [told, announce] = useTold();
  const note = useRef<HTMLParagraphElement>(null);
  const { shareLink } = useHost().context;
  const select = useId();
  const [shares, setShares] = useState<readonly Share[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [chosen, setChosen] = useState('');
  const attempt = useCallback(async (work: () => Promise<void>) => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!isAbort(error)) setProblem(toProblem(error));
    }
  }, []);
  const read = useCallback(
    async (signal?: AbortSignal) => setShares(await client.shares(conversationId, signal ? { signal } : {})),
    [client, conversationId],
  );
  useEffect(() => {
    const controller = new AbortController();
    void attempt(() => read(controller.signal));
    return () => controller.abort();
  }, [attempt, read]);
  const [concluded, setConcluded] = useState(0);
  const conclude = (sentence: string) => {
    announce(sentence);
    setConcluded((count) => count + 1);
  };
  useEffect(() => {
    // The button that was pressed is gone or has nothing more to do: the focus goes on from what came of it.
    if (concluded > 0) note.current?.focus();
  }, [concluded]);
  const share = (principal: string) =>
    attempt(async () => {
      await client.share(conversationId, principal);
      await read();
      setChosen('');
      conclude(t('shared'));
    });
  const unshare = (principal: string) =>
    attempt(async () => {
      await client.unshare(conversationId, principal);
      await read();
      conclude(t('unshared'));
    });
  const copyLink = async (link: string) => {
    const isCopied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    );
    announce(t(isCopied ? 'linkCopied' : 'copyFailed'));
  };
  const others = spaces.filter(({ id }) => !shares.some(({ principal }) => principal === `space:${id}`));
  return (
    <div className="share">
      <p className="muted">{t('shareWhat')}</p>
      {problem === null ? null : <ProblemText problem={problem} />}
      {told === '' ? null : (
        <p className="muted told" ref={note} tabIndex={-1}>
          {told}
        </p>
      )}
      <ul>
        {shares.map(({ principal, name, sharedAt, hasMore }) => (
          <li key={principal}>
            <span>{t('sharedSince', { name, date: date(sharedAt) })}</span>
            {hasMore ? (
              <Button className="button quiet" onPress={() => share(principal)}>
                {t('shareMore')}
              </Button>
            ) : null}
            <Button
              className="button quiet"
              aria-label={t('unshareOf', { name })}
              onPress={() => unshare(principal)}
            >
              {t('unshare')}
            </Button>
          </li>
        ))}
      </ul>
      {shares.length > 0 && shareLink ? (
        <Button className="button" onPress={() => copyLink(shareLink.replace('{id}', conversationId))}>
          {t('copyLink')}
        </Button>
      ) : null}
      <div className="share-add">
        <label htmlFor={select}>{t('shareWith')}</label>
        <select
          id={select}
          className="scope-select"
          value={chosen}
          onChange={({ target }) => setChosen(target.value)}
        >
          <option value="">{t('shareChoose')}</option>
          {others.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <Button className="button" isDisabled={chosen === ''} onPress={() => share(`space:${chosen}`)}>
          {t('share')}
        </Button>
      </div>
    </div>
  );
}
