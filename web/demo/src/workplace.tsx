import { Button } from 'react-aria-components';
import { flushSync } from 'react-dom';
import type { Client } from '../../shared/api/client.ts';
import { DocumentView } from '../../shared/documents/document-view.tsx';
import { ProblemText } from '../../shared/interface/problem-text.tsx';
import { Assistant } from './assistant.tsx';
import { DeskView } from './desk/desk-view.tsx';
import { type TaskDraft, useDesk } from './desk/use-desk.ts';
import { SpaceList } from './documents/space-list.tsx';
import { SpaceView } from './documents/space-view.tsx';
import { useSpaces } from './documents/use-spaces.ts';
import { useLanguage } from './language.ts';
import type { Person } from './session/demo.ts';
import { type Pane, useOpenedDocument } from './use-opened-document.ts';

/** Everything of one person: it is made anew for the next one, so that nothing stays on screen. */
export function Workplace({
  person,
  client,
  suggestions,
  pane,
  setPane,
}: {
  readonly person: Person;
  readonly client: Client;
  readonly suggestions: readonly string[];
  readonly pane: Pane;
  readonly setPane: (pane: Pane) => void;
}) {
  const { t } = useLanguage();
  const { spaces, space, chosenId, problem, selectSpace, reload } = useSpaces(client);
  const { opened, open, close } = useOpenedDocument(pane, setPane);
  const desk = useDesk();
  // Where one pane shows at a time, what was asked for is brought into sight.
  const insertText = (text: string) => {
    flushSync(() => setPane('documents'));
    desk.insert(text);
  };
  const createTask = (draft: TaskDraft) => {
    flushSync(() => setPane('documents'));
    desk.propose(draft);
  };
  const spaceTitle = (id: string) => spaces?.find((one) => one.id === id)?.title ?? id;

  return (
    <main className="workplace" data-pane={pane}>
      <PaneSwitch pane={pane} onSwitch={setPane} />
      <section id="content" tabIndex={-1} className="documents" aria-label={t('documents')}>
        <DeskView desk={desk} />
        {problem === null ? null : <ProblemText problem={problem} onRetry={reload} />}
        {spaces === null && problem === null ? <p className="muted">{t('loading')}</p> : null}
        {spaces?.length === 0 ? <p>{t('noSpace')}</p> : null}
        {/* Kept while a document is open: the list comes back as it was, and the focus with it. */}
        <div className="browse" hidden={opened !== null}>
          {spaces === null || space === null ? null : (
            <>
              <SpaceList spaces={spaces} current={space.id} onSelect={selectSpace} />
              <SpaceView
                key={space.id}
                client={client}
                space={space}
                onOpen={(document) => open(document.id, null)}
              />
            </>
          )}
        </div>
        {opened === null ? null : (
          <DocumentView client={client} opened={opened} spaceTitle={spaceTitle} onClose={close} />
        )}
      </section>
      <Assistant
        person={person}
        suggestions={suggestions}
        spaceId={space?.id ?? null}
        documentId={opened?.documentId ?? null}
        // Until something is chosen, the space that shows is only the first one.
        looksEverywhere={chosenId === null && opened === null}
        onOpenCitation={open}
        onInsertText={insertText}
        onCreateTask={createTask}
      />
    </main>
  );
}

/** Shown on narrow screens only, where documents and assistant take turns. */
function PaneSwitch({ pane, onSwitch }: { readonly pane: Pane; readonly onSwitch: (pane: Pane) => void }) {
  const { t } = useLanguage();
  return (
    <nav className="pane-switch" aria-label={t('panes')}>
      {(['documents', 'assistant'] as const).map((name) => (
        <Button key={name} className="button" aria-current={pane === name} onPress={() => onSwitch(name)}>
          {t(name)}
        </Button>
      ))}
    </nav>
  );
}
