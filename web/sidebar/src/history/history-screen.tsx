import { useCallback, useRef } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';
import type { Client } from '../../../shared/api/client.ts';
import type { ConversationCard, Space } from '../../../shared/api/types.ts';
import { useAnnounce } from '../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../shared/interface/problem-text.tsx';
import { useLanguage } from '../language.ts';
import { ScreenFrame } from '../screen-frame.tsx';
import { useLoaded } from '../use-loaded.ts';
import { ConversationRow } from './conversation-row.tsx';
import type { useConversations } from './use-conversations.ts';

/** The saved conversations, to search by title, and those that others share. */
export function HistoryScreen({
  client,
  spaces,
  saved,
  current,
  onBack,
  onOpen,
  onOpenShared,
  onStartOver,
}: {
  readonly client: Client;
  readonly spaces: readonly Space[];
  readonly saved: ReturnType<typeof useConversations>;
  readonly current: string | null;
  readonly onBack: () => void;
  readonly onOpen: (id: string) => Promise<void>;
  readonly onOpenShared: (id: string) => void;
  readonly onStartOver: () => void;
}) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const { conversations, problem, query } = saved;
  const title = useRef<HTMLHeadingElement>(null);
  const isEmpty = conversations.length === 0 && problem === null;
  const actions = {
    onOpen: (id: string) => void onOpen(id),
    onRename: async (id: string, title: string) => {
      await saved.rename(id, title);
      announce(t('conversationRenamed'));
    },
    onExport: async (conversation: ConversationCard) => {
      await saved.save(conversation);
      announce(t('conversationExported'));
    },
    onRemove: async (id: string) => {
      await saved.remove(id);
      announce(t('conversationRemoved'));
      if (id === current) onStartOver();
      // The row and its dialog are gone: the focus goes on from the title.
      requestAnimationFrame(() => title.current?.focus());
    },
  };
  return (
    <ScreenFrame title={t('history')} heading={title} onBack={onBack}>
      {isEmpty && query === '' ? null : (
        <SearchField value={query} onChange={saved.search} className="title-field">
          <Label>{t('searchConversations')}</Label>
          <Input autoComplete="off" />
        </SearchField>
      )}
      {problem === null ? null : <ProblemText problem={problem} onRetry={saved.reload} />}
      {isEmpty ? (
        <p className="muted">{query === '' ? t('noConversation') : t('noSuchConversation')}</p>
      ) : null}
      <ul>
        {conversations.map((conversation) => (
          <ConversationRow
            key={conversation.id}
            client={client}
            spaces={spaces}
            conversation={conversation}
            isCurrent={conversation.id === current}
            actions={actions}
          />
        ))}
      </ul>
      <Shared client={client} onOpen={onOpenShared} />
    </ScreenFrame>
  );
}

/** What others share, to be read. */
function Shared({ client, onOpen }: { readonly client: Client; readonly onOpen: (id: string) => void }) {
  const { t, date } = useLanguage();
  const shared = useLoaded(
    useCallback((signal: AbortSignal) => client.sharedConversations({ signal }), [client]),
    [],
  );
  if (shared.length === 0) return null;
  return (
    <>
      <h3>{t('sharedWithMe')}</h3>
      <ul>
        {shared.map(({ id, title, sharedBy, sharedAt }) => (
          <li key={id} className="conversation">
            <Button className="conversation-button" onPress={() => onOpen(id)}>
              <span>{title ?? t('sharedHidden')}</span>
              <span className="muted">{t('sharedBy', { name: sharedBy.name, date: date(sharedAt) })}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
