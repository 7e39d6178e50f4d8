import { useRef } from 'react';
import { Button } from 'react-aria-components';
import type { ConversationCard, Problem } from '../api/types.ts';
import { ConfirmButton } from '../interface/confirm-button.tsx';
import { useLanguage } from '../interface/language.tsx';
import { ProblemText } from '../interface/problem-text.tsx';

/** The saved conversations, folded away until asked for and again once one is opened. */
export function ConversationList({
  conversations,
  problem,
  current,
  onOpen,
  onRemove,
  onRetry,
}: {
  readonly conversations: readonly ConversationCard[];
  readonly problem: Problem | null;
  readonly current: string | null;
  readonly onOpen: (id: string) => void;
  readonly onRemove: (id: string) => Promise<void>;
  readonly onRetry: () => void;
}) {
  const { t, date } = useLanguage();
  const fold = useRef<HTMLDetailsElement>(null);
  const open = (id: string) => {
    if (fold.current !== null) fold.current.open = false;
    onOpen(id);
  };
  return (
    <details className="conversations" ref={fold}>
      <summary>
        {t.conversations} <span className="count">{conversations.length}</span>
      </summary>
      {problem === null ? null : <ProblemText problem={problem} onRetry={onRetry} />}
      {conversations.length === 0 && problem === null ? <p className="muted">{t.noConversation}</p> : null}
      <ul>
        {conversations.map(({ id, title, updatedAt }) => (
          <li key={id} className="conversation">
            <Button className="conversation-button" aria-current={id === current} onPress={() => open(id)}>
              <span>{title}</span>
              <span className="muted">{date(updatedAt)}</span>
            </Button>
            <ConfirmButton
              label={t.removeConversation(title)}
              question={t.removeConversationAsk}
              consequence={t.removeConversationWhat(title)}
              onConfirm={() => onRemove(id)}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}
