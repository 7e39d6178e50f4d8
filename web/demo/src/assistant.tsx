import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLanguage } from './language.ts';
import { type Person, signIn } from './session/demo.ts';
import type { OpenCitationDetail, SidebarElement } from './sidebar-element.ts';

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
  onOpenCitation,
}: {
  readonly person: Person;
  readonly suggestions: readonly string[];
  readonly spaceId: string | null;
  readonly documentId: string | null;
  readonly onOpenCitation: (documentId: string, passageId: string) => void;
}) {
  const { t, language } = useLanguage();
  const element = useRef<SidebarElement>(null);
  const [isReady, setReady] = useState(false);
  const [isOpen, setOpen] = useState(true);
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
      suggestions,
      locale: language,
    };
  }, [isReady, person.id, spaceId, documentId, suggestions, language]);
  useEffect(() => {
    const sidebar = element.current;
    const open = ({ detail }: CustomEvent<OpenCitationDetail>) =>
      onOpenCitation(detail.documentId, detail.passageId);
    const hide = () => setOpen(false);
    sidebar?.addEventListener('openCitation', open as EventListener);
    sidebar?.addEventListener('close', hide);
    return () => {
      sidebar?.removeEventListener('openCitation', open as EventListener);
      sidebar?.removeEventListener('close', hide);
    };
  }, [onOpenCitation]);

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
      <sourcier-sidebar ref={element} id="assistant" handles="openCitation" />
    </section>
  );
}
