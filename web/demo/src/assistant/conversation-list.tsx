import { useRef } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';
import type { ConversationCard, Problem } from '../../../shared/api/types.ts';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useLanguage } from '../interface/language.tsx';
import { type ConversationActions, ConversationRow } from './conversation-row.tsx';

/** The saved conversations, to search by title; folded away until asked for and again once one is opened. */
export function ConversationList({
  conversations,
  problem,
  current,
  query,
  actions,
  onSearch,
  onRetry,
}: {
  readonly conversations: readonly ConversationCard[];
  readonly problem: Problem | null;
  readonly current: string | null;
  readonly query: string;
  readonly actions: ConversationActions;
  readonly onSearch: (query: string) => void;
  readonly onRetry: () => void;
}) {
  const { t } = useLanguage();
  const fold = useRef<HTMLDetailsElement>(null);
  const open = (id: string) => {
    if (fold.current !== null) fold.current.open = false;
    actions.onOpen(id);
  };
  const isEmpty = conversations.length === 0 && problem === null;
  return (
    <details className="conversations" ref={fold}>
      <summary>
        {t.conversations} <span className="count">{conversations.length}</span>
      </summary>
      {isEmpty && query === '' ? null : (
        <SearchField value={query} onChange={onSearch} className="title-field">
          <Label>{t.searchConversations}</Label>
          <Input autoComplete="off" />
        </SearchField>
      )}
      {problem === null ? null : <ProblemText problem={problem} onRetry={onRetry} />}
      {isEmpty ? <p className="muted">{query === '' ? t.noConversation : t.noSuchConversation}</p> : null}
      <ul>
        {conversations.map((conversation) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            isCurrent={conversation.id === current}
            actions={{ ...actions, onOpen: open }}
          />
        ))}
      </ul>
    </details>
  );
}
