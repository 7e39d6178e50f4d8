import { useEffect } from 'react';

/**
 * Gives the focus back to what had it when it left this frame for the workplace, as after a source that was opened there:
 * browsers forget it.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: EventTarget | null = null;
    const remember = ({ target }: FocusEvent) => {
      last = target;
    };
    const restore = () => {
      const isLost = document.activeElement === document.body;
      if (isLost && last instanceof HTMLElement && last.isConnected) last.focus({ preventScroll: true });
    };
    document.addEventListener('focusin', remember);
    window.addEventListener('focus', restore);
    return () => {
      document.removeEventListener('focusin', remember);
      window.removeEventListener('focus', restore);
    };
  }, []);
}
