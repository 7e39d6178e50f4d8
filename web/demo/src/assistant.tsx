import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLanguage } from './language.ts';
import { type Person, signIn } from './session/demo.ts';
import { shareLink, useSharedConversation } from './session/use-shared-conversation.ts';
import type {
  CreateTaskDetail,
  InsertTextDetail,
  OpenCitationDetail,
  SidebarElement,
} from './sidebar-element.ts';

/** Where the server gives the sidebar, to this workplace as to any other (docs/embedding.md). */
const script = '/sidebar/sourcier-sidebar.js';
const loaded = import(/* @vite-ignore */ script).then(
  () => undefined,
  () => undefined,
);

/** The sidebar as a workplace holds it: by its public contract alone. */
export function Assistant({
  person,
  suggestions,
  spaceId,
  documentId,
  looksEverywhere,
  onOpenCitation,
  onInsertText,
  onCreateTask,
}: {
  readonly person: Person;
  readonly suggestions: readonly string[];
  readonly spaceId: string | null;
  readonly documentId: string | null;
  readonly looksEverywhere: boolean;
  readonly onOpenCitation: (documentId: string, passageId: string) => void;
  readonly onInsertText: (text: string) => void;
  readonly onCreateTask: (draft: CreateTaskDetail['draft']) => void;
}) {
  const { t, language } = useLanguage();
  const element = useRef<SidebarElement>(null);
  const [isReady, setReady] = useState(false);
  const [isOpen, setOpen] = useState(true);
  const sharedConversationId = useSharedConversation();
  useEffect(() => void loaded.then(() => setReady(true)), []);

  useEffect(() => {
    if (!isReady || element.current === null) return;
    element.current.getToken = async () => {
      const { token, expiresAt } = await signIn(person.id);
      return { accessToken: token, expiresAt };
    };
  }, [isReady, person.id]);
  useEffect(() => {
    if (!isReady || element.current === null) return;
    element.current.context = {
      personKey: person.id,
      spaceId,
      documentId,
      looksEverywhere,
      suggestions,
      sharedConversationId,
      shareLink,
      locale: language,
    };
  }, [isReady, person.id, spaceId, documentId, looksEverywhere, suggestions, sharedConversationId, language]);
  useEffect(() => {
    const sidebar = element.current;
    const open = ({ detail }: CustomEvent<OpenCitationDetail>) =>
      onOpenCitation(detail.documentId, detail.passageId);
    const insert = ({ detail }: CustomEvent<InsertTextDetail>) => onInsertText(detail.text);
    const propose = ({ detail }: CustomEvent<CreateTaskDetail>) => onCreateTask(detail.draft);
    const left = new AbortController();
    const listen = (name: string, onEvent: unknown) =>
      sidebar?.addEventListener(name, onEvent as EventListener, { signal: left.signal });
    listen('openCitation', open);
    listen('insertText', insert);
    listen('createTask', propose);
    listen('close', () => setOpen(false));
    return () => left.abort();
  }, [onOpenCitation, onInsertText, onCreateTask]);

  return (
    <section className="assistant" aria-label={t('assistant')} data-open={isOpen}>
      {isOpen ? null : (
        <Button
          className="button"
          onPress={() => {
            setOpen(true);
            element.current?.open();
          }}
        >
          {t('openAssistant')}
        </Button>
      )}
      <sourcier-sidebar ref={element} id="assistant" handles="openCitation insertText createTask" />
    </section>
  );
}
