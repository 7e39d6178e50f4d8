import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../shared/api/client.ts';
import { toProblem } from '../../shared/api/problem.ts';
import type { Problem, Provider, ReadableSource } from '../../shared/api/types.ts';
import { useFileDrop } from '../../shared/documents/use-file-drop.ts';
import { useAnnounce } from '../../shared/interface/announcer.tsx';
import { ProblemText } from '../../shared/interface/problem-text.tsx';
import { forgetLinkedToken } from '../../shared/session/linked-token.ts';
import type { Turn } from './answer/turn.ts';
import { Composer } from './ask/composer.tsx';
import { scopeOf } from './ask/scope.ts';
import { useAssistant } from './ask/use-assistant.ts';
import { useReview } from './ask/use-review.ts';
import { useScope } from './ask/use-scope.ts';
import { useSuggestions } from './ask/use-suggestions.ts';
import { Exchange } from './exchange.tsx';
import { Header } from './header.tsx';
import { useConversations } from './history/use-conversations.ts';
import type { GivenFile } from './host/contract.ts';
import { useHost } from './host/use-host.ts';
import { useKeys } from './keys/use-keys.ts';
import { useLanguage } from './language.ts';
import type { PrivateHandle } from './private/private-talk.tsx';
import { useGivenFiles } from './private/use-given-files.ts';
import { Screens } from './screens.tsx';
import { type TaskRequest, tasksOff } from './task/task.ts';
import { useLoaded } from './use-loaded.ts';
import { useScreen } from './use-screen.ts';

// Few ask about a file that is kept nowhere: it comes with the first one.
const PrivateTalk = lazy(async () => ({
  default: (await import('./private/private-talk.tsx')).PrivateTalk,
}));

/** The assistant beside the workplace: what was said, what one can ask, and what comes in front of it. */
export function Sidebar({ client }: { readonly client: Client }) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const host = useHost();
  const { context, abilities, tell } = host;
  const saved = useConversations(client);
  const assistant = useAssistant(client, saved.reload);
  const suggestions = useSuggestions(client, host);
  const { screen, show, back, leave: leaveScreens } = useScreen();
  const files = useGivenFiles();
  const privateTalk = useRef<PrivateHandle>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const exchange = useRef<HTMLElement>(null);
  const spaces = useLoaded(
    useCallback((signal: AbortSignal) => client.spaces({ signal }), [client]),
    [],
  );
  const scope = useScope(context, spaces);
  const askable = useLoaded<readonly Provider[] | null>(
    useCallback((signal: AbortSignal) => client.providers([], { signal }), [client]),
    null,
  );
  const providers = askable ?? [];
  // Until it is known that there is none, all is offered.
  const hasModel = askable === null || askable.length > 0;
  const { turns, isStreaming } = assistant;
  useReview(assistant.review);
  const { isOver, handlers } = useFileDrop(([file]) => {
    if (file === undefined) return;
    leaveScreens();
    files.offer({ file, sensitivity: null });
  });
  const { sharedConversationId } = context;
  useEffect(() => {
    if (sharedConversationId) show({ name: 'shared', id: sharedConversationId });
  }, [sharedConversationId, show]);

  /** The pressed button goes, or waits with all others: the focus stays with the exchange. */
  const focusExchange = () => exchange.current?.focus({ preventScroll: true });
  const ask = (question: string) => {
    scope.hold(scope.name);
    void assistant.ask(question, scopeOf(scope.name, context));
  };
  const askAgain = (turn: Turn, provider?: string) => {
    void assistant.askAgain(turn, provider);
    focusExchange();
  };
  const run = (request: TaskRequest) => {
    leaveScreens();
    void assistant.runTask(request);
    focusExchange();
  };
  const startOver = () => {
    assistant.startOver();
    scope.release();
    setProblem(null);
    leaveScreens();
  };
  const openConversation = async (id: string) => {
    setProblem(null);
    leaveScreens();
    focusExchange();
    try {
      assistant.open(await client.conversation(id));
      announce(t('conversationOpened'));
    } catch (error) {
      setProblem(toProblem(error));
    }
  };
  const openSource = (source: ReadableSource) => {
    const { document, passage } = source;
    if (abilities.includes('openCitation')) {
      const { id: documentId, version, title, url } = document;
      const { id: passageId, page, start, end, text: quote } = passage;
      const charRange = { start, end };
      tell({ type: 'openCitation', documentId, version, passageId, title, url, page, charRange, quote });
    } else show({ name: 'source', opened: { documentId: document.id, passageId: passage.id }, from: screen });
  };
  const signOut = async () => {
    try {
      const redirect = await client.signOut();
      forgetLinkedToken();
      location.assign(redirect ?? '/sidebar/');
    } catch (error) {
      setProblem(toProblem(error));
    }
  };
  const leave = () => {
    if (files.asked !== null && privateTalk.current?.stop()) return;
    if (files.asked === null && isStreaming) assistant.stop();
    else if (screen.name !== 'talk') back();
    else tell({ type: 'close' });
  };
  useKeys({
    close: () => tell({ type: 'close' }),
    leave,
    // What nobody keeps is left by its own button alone, which asks first.
    newConversation: () => files.asked === null && startOver(),
    history: () => files.asked === null && show({ name: 'history' }),
  });
  useEffect(() => {
    if (screen.name !== 'talk') tell({ type: 'resize', width: 480 });
  }, [screen, tell]);

  const sources = {
    onOpen: openSource,
    spaceTitle: (id: string) => spaces.find((space) => space.id === id)?.title ?? id,
  };
  const isTalking = screen.name === 'talk';
  const endPrivate = (next: GivenFile | null) => {
    files.take(next);
    // The pressed button is gone with what it ended.
    if (next === null) requestAnimationFrame(focusExchange);
  };
  return (
    <main className="sidebar" aria-labelledby="assistant-title" data-drop={isOver} {...handlers}>
      <Header
        screen={screen}
        isPrivate={files.asked !== null}
        onShow={show}
        onNew={startOver}
        onLeave={signOut}
      />
      {isOver ? <p className="drop-hint">{t('private.dropNow')}</p> : null}
      {files.asked === null ? null : (
        <div className="private-place" hidden={!isTalking}>
          <Suspense fallback={<p className="screen muted">{t('loading')}</p>}>
            <PrivateTalk
              key={files.key}
              ref={privateTalk}
              client={client}
              given={files.asked}
              offered={files.offered}
              providers={providers}
              onTake={endPrivate}
              onRefuse={files.refuse}
              onKeys={() => show({ name: 'keys' })}
            />
          </Suspense>
        </div>
      )}
      <div className="talk" hidden={!isTalking || files.asked !== null}>
        <Exchange
          ref={exchange}
          turns={turns}
          suggestions={suggestions}
          hasModel={hasModel}
          onAsk={(question) => {
            ask(question);
            focusExchange();
          }}
          onTask={(task) => show({ name: 'task', task })}
          onFile={files.offer}
          context={{
            client,
            sources,
            providers,
            isOthersBusy: isStreaming,
            onAsk: (turn, question) =>
              void assistant.ask(question, turn.scope ?? scopeOf(scope.name, context)),
            onAskAgain: askAgain,
            onWiden: (turn) => {
              scope.hold('everything');
              void assistant.ask(turn.question, {});
            },
            tasks: { off: tasksOff(hasModel), onRun: run, onChoose: (task) => show({ name: 'task', task }) },
            onSay: assistant.giveFeedback,
          }}
        >
          {problem === null ? null : <ProblemText problem={problem} />}
        </Exchange>
        <Composer
          client={client}
          scope={scope}
          isBegun={turns.length > 0}
          isStreaming={isStreaming}
          lastQuestion={turns.findLast(({ task }) => task === null)?.question ?? null}
          onAsk={ask}
          onStop={assistant.stop}
          onTask={() => show({ name: 'task', task: 'summarise' })}
          onKeys={() => show({ name: 'keys' })}
        />
      </div>
      {isTalking ? null : (
        <Screens
          screen={screen}
          client={client}
          spaces={spaces}
          saved={saved}
          assistant={assistant}
          providers={providers}
          hasModel={hasModel}
          sources={sources}
          onBack={back}
          onOpen={openConversation}
          onOpenShared={(id) => show({ name: 'shared', id })}
          onRun={run}
          onStartOver={startOver}
        />
      )}
    </main>
  );
}
