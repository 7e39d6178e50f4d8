import { useCallback, useEffect, useRef, useState } from 'react';
import type { GivenFile } from '../host/contract.ts';
import { useHost } from '../host/use-host.ts';

/**
 * The file that is asked about, of which nothing is kept, and another one that was given meanwhile: it waits until the person has
 * said that the answers of the first may go.
 */
export function useGivenFiles() {
  const { file } = useHost();
  const [asked, setAsked] = useState<GivenFile | null>(null);
  const [offered, setOffered] = useState<GivenFile | null>(null);
  const offer = useCallback(
    (given: GivenFile) => (asked === null ? setAsked(given) : setOffered(given)),
    [asked],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each file of the workplace is offered once.
  useEffect(() => {
    if (file !== null) offer(file);
  }, [file]);
  /** Of the one that is asked: another one for each file, so that nothing of the last one is left. */
  const key = useRef(0);
  const take = useCallback((given: GivenFile | null) => {
    key.current += 1;
    setAsked(given);
    setOffered(null);
  }, []);
  const refuse = useCallback(() => setOffered(null), []);
  return { asked, key: key.current, offered, offer, take, refuse };
}
