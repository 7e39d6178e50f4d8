import { useCallback, useEffect, useRef, useState } from 'react';
import type { OpenedDocument } from '../../shared/documents/use-preview.ts';

/** The two halves of the page, of which narrow screens show one at a time. */
export type Pane = 'documents' | 'assistant';

/**
 * Which document is open. Opening shows the documents' pane and remembers what had the focus and the pane; closing, also by
 * Escape, gives both back.
 */
export function useOpenedDocument(pane: Pane, setPane: (pane: Pane) => void) {
  const [opened, setOpened] = useState<OpenedDocument | null>(null);
  const origin = useRef<{ readonly element: Element | null; readonly pane: Pane } | null>(null);

  const open = (documentId: string, passageId: string | null) => {
    // Going from one passage to the next keeps the first origin only when the focus is inside the document.
    const element = document.activeElement;
    if (opened === null || element?.closest('.document') === null) origin.current = { element, pane };
    setOpened({ documentId, passageId });
    setPane('documents');
  };
  const close = useCallback(() => {
    setOpened(null);
    if (origin.current !== null) setPane(origin.current.pane);
  }, [setPane]);

  useEffect(() => {
    if (opened === null) {
      const element = origin.current?.element;
      origin.current = null;
      if (element instanceof HTMLElement && element.isConnected) element.focus();
      return;
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [opened, close]);

  return { opened, open, close };
}
