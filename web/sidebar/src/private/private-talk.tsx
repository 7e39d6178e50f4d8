import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import type { PrivateDocument, Provider, ReadableSource } from '../../../shared/api/types.ts';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { ConfirmButton } from '../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import type { Turn } from '../answer/turn.ts';
import { TurnView } from '../answer/turn-view.tsx';
import { focusQuestion } from '../ask/question-field.ts';
import { QuestionForm } from '../ask/question-form.tsx';
import { useOnline } from '../ask/use-online.ts';
import type { GivenFile } from '../host/contract.ts';
import { useLanguage } from '../language.ts';
import { FilePick } from './file-pick.tsx';
import { PassageDialog } from './passage-dialog.tsx';
import { type PrivateState, usePrivateDocument } from './use-private-document.ts';
import { closedCode, usePrivateTalk } from './use-private-talk.ts';

/** What Escape asks of it: true when it had something to stop. */
export type PrivateHandle = { readonly stop: () => boolean };

/** « Interroger ce document »: one file, asked about, of which nothing is kept (R13). Drafts are kept nowhere either. */
export function PrivateTalk({
  ref,
  client,
  given,
  offered,
  providers,
  onTake,
  onRefuse,
  onKeys,
}: {
  readonly ref: Ref<PrivateHandle>;
  readonly client: Client;
  readonly given: GivenFile;
  /** Another file that was given meanwhile. */
  readonly offered: GivenFile | null;
  readonly providers: readonly Provider[];
  /** Ends this one, and begins with another where there is one. */
  readonly onTake: (file: GivenFile | null) => void;
  readonly onRefuse: () => void;
  readonly onKeys: () => void;
}) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const { state, reopen } = usePrivateDocument(client, given);
  const { turns, isStreaming, ask, stop } = usePrivateTalk(client);
  const [draft, setDraft] = useState('');
  const [cited, setCited] = useState<ReadableSource | null>(null);
  const isOnline = useOnline();
  const title = useRef<HTMLHeadingElement>(null);
  const hasAnswers = turns.length > 0;
  useImperativeHandle(ref, () => ({
    stop: () => {
      if (isStreaming) stop();
      return isStreaming;
    },
  }));
  useEffect(() => title.current?.focus(), []);
  useEffect(() => {
    if (offered !== null && !hasAnswers) onTake(offered);
  }, [offered, hasAnswers, onTake]);
  const name = given.file.name;
  const { status } = state;
  useEffect(() => {
    if (status === 'sending') announce(t('private.sending', { name }));
    if (status === 'open') {
      announce(t('private.ready', { name }));
      // Whoever waited for it goes on with their question.
      if (window.document.activeElement === title.current) focusQuestion();
    }
    if (status === 'failed') announce(t('private.failed', { name }));
  }, [status, name, announce, t]);

  const document = state.status === 'open' ? state.document : null;
  const askAbout = (question: string) => {
    if (document !== null) void ask(document.id, question);
  };
  /** To be asked once the file is open again: the server had forgotten it. */
  const [waiting, setWaiting] = useState<{ question: string; forgotten: PrivateDocument | null } | null>(
    null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, of the document that came.
  useEffect(() => {
    if (waiting === null || document === null || document === waiting.forgotten) return;
    setWaiting(null);
    askAbout(waiting.question);
  }, [waiting, document]);
  const askAgain = ({ question, problem }: Turn) => {
    if (problem?.code !== closedCode) return askAbout(question);
    setWaiting({ question, forgotten: document });
    reopen();
  };
  const end = () => {
    stop();
    onTake(null);
    announce(t('private.ended'));
  };
  return (
    <div className="talk private">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reachable by keyboard. */}
      <section className="exchange" aria-labelledby="private-title" tabIndex={0}>
        <div className="private-head">
          <h2 id="private-title" ref={title} tabIndex={-1}>
            {t('private.title', { name: document?.title ?? name })}
          </h2>
          {hasAnswers ? (
            <ConfirmButton
              text={t('private.end')}
              question={t('private.endAsk')}
              consequence={t('private.endWhat')}
              onConfirm={async () => end()}
            />
          ) : (
            <Button className="button quiet" onPress={end}>
              {status === 'open' ? t('private.end') : t('cancel')}
            </Button>
          )}
        </div>
        <div className="notice">
          <p>
            <strong>{t('private.nothingKept')}</strong> {t('private.untilWhen')}
          </p>
          {document === null ? null : (
            <details className="others">
              <summary>{t('private.where')}</summary>
              <p>{document.kept}</p>
            </details>
          )}
        </div>
        {offered === null || !hasAnswers ? null : (
          <div className="notice" role="alert">
            <p>{t('private.other', { name: offered.file.name })}</p>
            <div className="turn-actions">
              <Button className="button" onPress={() => onTake(offered)}>
                {t('private.otherTake')}
              </Button>
              <Button className="button" onPress={onRefuse}>
                {t('private.otherRefuse')}
              </Button>
            </div>
          </div>
        )}
        <Reading state={state} name={name} onAgain={reopen} onOther={onTake} />
        <ol className="turns">
          {turns.map((turn) => (
            <TurnView
              key={turn.key}
              turn={turn}
              context={{
                sources: { onOpen: setCited, spaceTitle: () => '' },
                providers,
                isOthersBusy: isStreaming,
                onAsk: (_turn, question) => askAbout(question),
                onAskAgain: askAgain,
              }}
            />
          ))}
        </ol>
      </section>
      <PassageDialog source={cited} onClose={() => setCited(null)} />
      <div className="composer">
        {isOnline ? null : (
          <p className="notice" role="alert">
            {t('offline')}
          </p>
        )}
        <QuestionForm
          draft={draft}
          onDraft={setDraft}
          lastQuestion={turns.at(-1)?.question ?? null}
          isStreaming={isStreaming}
          isBlocked={!isOnline || status !== 'open'}
          onAsk={askAbout}
          onStop={stop}
          onKeys={onKeys}
        />
      </div>
    </div>
  );
}

/** The same file again would be refused again. */
const hopeless = new Set(['PRIVATE_DOCUMENT_UNREADABLE', 'PRIVATE_DOCUMENT_TOO_LARGE', 'FILE_TOO_LARGE']);

/** How far the file has come, what is to be known of how it was read, or why it cannot be. */
function Reading({
  state,
  name,
  onAgain,
  onOther,
}: {
  readonly state: PrivateState;
  readonly name: string;
  readonly onAgain: () => void;
  readonly onOther: (file: GivenFile) => void;
}) {
  const { t } = useLanguage();
  switch (state.status) {
    case 'sending':
      return (
        <div className="busy">
          <p className="muted">{t('private.sending', { name })}</p>
          <progress max={1} value={state.share} aria-label={t('private.sending', { name })} />
        </div>
      );
    case 'reading':
      return (
        <div className="busy">
          <p className="muted">{t('private.reading')}</p>
          <progress aria-label={t('private.reading')} />
        </div>
      );
    case 'failed':
      return (
        <>
          <ProblemText
            problem={state.problem}
            lead={t('private.failed', { name })}
            {...(hopeless.has(state.problem.code) ? {} : { onRetry: onAgain })}
          />
          <FilePick onFile={onOther}>{t('private.another')}</FilePick>
        </>
      );
    case 'open': {
      const { pages, warnings } = state.document;
      return (
        <>
          {pages === null ? null : <p className="muted">{t('pageCount', { count: pages })}</p>}
          {warnings.length === 0 ? null : (
            <details className="others">
              <summary>{t('readingNotes')}</summary>
              <ul className="reasons">
                {warnings.map(({ code, text }) => (
                  <li key={code}>{text}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      );
    }
  }
}
