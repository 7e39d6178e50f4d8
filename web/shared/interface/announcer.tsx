import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';

type Announce = (sentence: string) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

/** The page's only live region: what changes without a move of the focus is told here, politely, once. */
export function AnnouncerProvider({ children }: { readonly children: ReactNode }) {
  const [sentence, setSentence] = useState('');
  const repeats = useRef(0);
  const announce = useCallback<Announce>((next) => {
    // A trailing no-break space makes a repeated sentence a change, so that it is spoken again.
    repeats.current += 1;
    setSentence(repeats.current % 2 === 0 ? next : `${next}\u{a0}`);
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
        {sentence}
      </div>
    </AnnounceContext>
  );
}

/** Gives the function that tells a sentence to people who use a screen reader. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}
