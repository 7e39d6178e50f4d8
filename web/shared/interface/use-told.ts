import { useCallback, useState } from 'react';
import { useAnnounce } from './announcer.tsx';

/**
 * What came of a press, as a sentence: `tell` has it spoken by readers of screens, and `told` is the last one, to be written beside
 * what was pressed for everybody else. Empty: nothing was told yet.
 */
export function useTold(): readonly [told: string, tell: (sentence: string) => void] {
  const announce = useAnnounce();
  const [told, setTold] = useState('');
  const tell = useCallback(
    (sentence: string) => {
      setTold(sentence);
      announce(sentence);
    },
    [announce],
  );
  return [told, tell];
}
