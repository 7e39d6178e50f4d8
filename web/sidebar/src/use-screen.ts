import { useCallback, useEffect, useRef, useState } from 'react';
import type { OpenedDocument } from '../../shared/documents/use-preview.ts';
import type { TaskName } from './task/task.ts';

/** What fills the sidebar: the conversation, or something in front of it, of which there is one at a time. */
export type Screen =
  | { readonly name: 'talk' }
  | { readonly name: 'history' }
  /** `from`: the screen that it was opened from, to go back to. */
  | { readonly name: 'source'; readonly opened: OpenedDocument; readonly from: Screen }
  | { readonly name: 'task'; readonly task: TaskName }
  | { readonly name: 'shared'; readonly id: string }
  | { readonly name: 'keys' };

const talk: Screen = { name: 'talk' };

/** The screen that is shown. Going back to the conversation gives the focus to what had it when that was left. */
export function useScreen() {
  const [screen, setScreen] = useState<Screen>(talk);
  const origin = useRef<Element | null>(null);
  const show = useCallback((next: Screen) => {
    origin.current ??= document.activeElement;
    setScreen(next);
  }, []);
  const back = useCallback(() => setScreen((was) => (was.name === 'source' ? was.from : talk)), []);
  const leave = useCallback(() => setScreen(talk), []);
  useEffect(() => {
    if (screen.name !== 'talk') return;
    const element = origin.current;
    origin.current = null;
    if (element instanceof HTMLElement && element.isConnected) element.focus();
  }, [screen]);
  return { screen, show, back, leave };
}
