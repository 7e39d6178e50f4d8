import { lazy, Suspense } from 'react';
import type { Client } from '../../shared/api/client.ts';
import type { Provider, Space } from '../../shared/api/types.ts';
import type { SourceActions } from './answer/source-list.tsx';
import type { useAssistant } from './ask/use-assistant.ts';
import type { useConversations } from './history/use-conversations.ts';
import { useLanguage } from './language.ts';
import type { TaskRequest } from './task/task.ts';
import type { Screen } from './use-screen.ts';

// Not needed for the first question: they come when they are asked for.
const HistoryScreen = lazy(async () => ({
  default: (await import('./history/history-screen.tsx')).HistoryScreen,
}));
const SourceScreen = lazy(async () => ({
  default: (await import('../../shared/documents/document-view.tsx')).DocumentView,
}));
const TaskScreen = lazy(async () => ({ default: (await import('./task/task-screen.tsx')).TaskScreen }));
const SharedScreen = lazy(async () => ({
  default: (await import('./history/shared-screen.tsx')).SharedScreen,
}));
const KeysScreen = lazy(async () => ({ default: (await import('./keys/keys-screen.tsx')).KeysScreen }));

/** What comes in front of the conversation. */
export function Screens({
  screen,
  client,
  spaces,
  saved,
  assistant,
  providers,
  hasModel,
  sources,
  onBack,
  onOpen,
  onOpenShared,
  onRun,
  onStartOver,
}: {
  readonly screen: Screen;
  readonly client: Client;
  readonly spaces: readonly Space[];
  readonly saved: ReturnType<typeof useConversations>;
  readonly assistant: ReturnType<typeof useAssistant>;
  readonly providers: readonly Provider[];
  readonly hasModel: boolean;
  readonly sources: SourceActions;
  readonly onBack: () => void;
  readonly onOpen: (id: string) => Promise<void>;
  readonly onOpenShared: (id: string) => void;
  readonly onRun: (request: TaskRequest) => void;
  readonly onStartOver: () => void;
}) {
  const { t } = useLanguage();
  const shown = () => {
    switch (screen.name) {
      case 'talk':
        return null;
      case 'history':
        return (
          <HistoryScreen
            client={client}
            spaces={spaces}
            saved={saved}
            current={assistant.conversationId}
            onBack={onBack}
            onOpen={onOpen}
            onOpenShared={onOpenShared}
            onStartOver={onStartOver}
          />
        );
      case 'source':
        return (
          <div className="screen source-screen">
            <SourceScreen
              client={client}
              opened={screen.opened}
              spaceTitle={(id) => spaces.find((space) => space.id === id)?.title ?? id}
              onClose={onBack}
            />
          </div>
        );
      case 'task':
        return (
          <TaskScreen
            client={client}
            spaces={spaces}
            first={screen.task}
            turns={assistant.turns}
            hasModel={hasModel}
            isBusy={assistant.isStreaming}
            onBack={onBack}
            onRun={onRun}
          />
        );
      case 'shared':
        return (
          <SharedScreen
            key={screen.id}
            client={client}
            id={screen.id}
            providers={providers}
            sources={sources}
            onBack={onBack}
            onCopied={(id) => {
              saved.reload();
              return onOpen(id);
            }}
          />
        );
      case 'keys':
        return <KeysScreen onBack={onBack} />;
    }
  };
  return <Suspense fallback={<p className="screen muted">{t('loading')}</p>}>{shown()}</Suspense>;
}
