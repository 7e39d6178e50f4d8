import { useEffect, useRef } from 'react';
import { focusQuestion } from '../ask/question-field.ts';
import { keyMap } from './key-store.ts';
import { commandOf } from './keys.ts';

/** What the keys do. `leave` is Escape: what is in front goes first. */
export type KeyActions = {
  readonly close: () => void;
  readonly leave: () => void;
  readonly newConversation: () => void;
  readonly history: () => void;
};

/** Listens to the keyboard of the whole sidebar; what a dialog, a card or a field already took is left alone. */
export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.key === 'Escape') {
        event.preventDefault();
        latest.current.leave();
        return;
      }
      const asked = commandOf(keyMap(), event);
      if (asked === null) return;
      event.preventDefault();
      if (asked.command === 'citation') openCitation(asked.n);
      else if (asked.command === 'question') focusQuestion();
      else latest.current[asked.command]();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Presses the chip of that source in the last answer, as a click would, so that the focus comes back to it. */
function openCitation(n: number): void {
  const answers = [...document.querySelectorAll('.turn')].filter((turn) => turn.checkVisibility());
  const chip = answers.at(-1)?.querySelector<HTMLElement>(`.citation[data-n="${n}"]`);
  chip?.focus();
  chip?.click();
}
