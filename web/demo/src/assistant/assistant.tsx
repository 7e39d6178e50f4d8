import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import { toProblem } from '../../../shared/api/problem.ts';
import type { ConversationCard, Problem } from '../../../shared/api/types.ts';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useLanguage } from '../interface/language.tsx';
import { ConversationList } from './conversation-list.tsx';
import { QuestionForm } from './question-form.tsx';
import { type PageContext, ScopeChoice, type ScopeName, scopeOf } from './scope-choice.tsx';
import type { SourceActions } from './source-list.tsx';
import type { Turn } from './turn.ts';
import { TurnView } from './turn-view.tsx';
import { useAssistant } from './use-assistant.ts';
import { useConversations } from './use-conversations.ts';

/** The sidebar: what was said, questions to start with, the question field and its scope. */
export function Assistant({
  client,
  context,
  suggestions,
  actions,
}: {
  readonly client: Client;
  readonly context: PageContext;
  readonly suggestions: readonly string[];
  readonly actions: SourceActions;
}) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const saved = useConversations(client);
  const assistant = useAssistant(client, saved.reload);
  const [scopeName, setScopeName] = useState<ScopeName>('everything');
  const [problem, setProblem] = useState<Problem | null>(null);
  const exchange = useRef<HTMLElement>(null);
  const { turns, isStreaming } = assistant;

  const ask = (question: string) => void assistant.ask(question, scopeOf(scopeName, context));
  const askSuggested = (question: string) => {
    ask(question);
    // The suggestions leave with the pressed one: the focus stays with the exchange.
    exchange.current?.focus({ preventScroll: true });
  };
  const askAgain = (turn: Turn, provider?: string) => {
    void assistant.askAgain(turn, provider);
    // The pressed button waits with all others: the focus stays with the exchange.
    exchange.current?.focus({ preventScroll: true });
  };
  const open = async (id: string) => {
    setProblem(null);
    exchange.current?.focus({ preventScroll: true });
    try {
      assistant.open(await client.conversation(id));
      announce(t.conversationOpened);
    } catch (error) {
      setProblem(toProblem(error));
    }
  };
  const remove = async (id: string) => {
    await saved.remove(id);
    // The row and its dialog are gone: the focus goes on from what holds them.
    exchange.current?.focus({ preventScroll: true });
    if (id === assistant.conversationId) assistant.startOver();
    announce(t.conversationRemoved);
  };
  const rename = async (id: string, title: string) => {
    await saved.rename(id, title);
    announce(t.conversationRenamed);
  };
  const save = async (conversation: ConversationCard) => {
    await saved.save(conversation);
    announce(t.conversationExported);
  };

  return (
    <section className="assistant" aria-labelledby="assistant-title">
      <header className="assistant-header">
        <h2 id="assistant-title" tabIndex={-1}>
          {t.assistant}
        </h2>
        <Button className="button quiet" onPress={assistant.startOver}>
          {t.newConversation}
        </Button>
        <p className="ai-notice">
          <strong>{t.aiNotice}.</strong> {t.aiNoticeMore}
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reachable by keyboard. */}
      <section ref={exchange} className="exchange" aria-label={t.exchange} tabIndex={0}>
        <ConversationList
          conversations={saved.conversations}
          problem={saved.problem}
          current={assistant.conversationId}
          query={saved.query}
          actions={{ onOpen: open, onRename: rename, onExport: save, onRemove: remove }}
          onSearch={saved.search}
          onRetry={saved.reload}
        />
        {problem === null ? null : <ProblemText problem={problem} />}
        {turns.length === 0 && suggestions.length > 0 ? (
          <div className="suggestions">
            <h3>{t.suggestions}</h3>
            <ul>
              {suggestions.map((text) => (
                <li key={text}>
                  <Button className="button suggestion" onPress={() => askSuggested(text)}>
                    {text}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        <ol className="turns">
          {turns.map((turn) => (
            <TurnView
              key={turn.key}
              turn={turn}
              actions={actions}
              isOthersBusy={isStreaming}
              onAsk={(question) => void assistant.ask(question, turn.scope)}
              client={client}
              onAskAgain={(provider) => askAgain(turn, provider)}
              onSay={(feedback) => assistant.giveFeedback(turn, feedback)}
              onWiden={
                Object.keys(turn.scope).length === 0 ? null : () => void assistant.ask(turn.question, {})
              }
            />
          ))}
        </ol>
      </section>
      <div className="composer">
        <ScopeChoice value={scopeName} context={context} onChange={setScopeName} />
        <QuestionForm isStreaming={isStreaming} onAsk={ask} onStop={assistant.stop} />
      </div>
    </section>
  );
}
