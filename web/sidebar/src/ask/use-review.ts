import { useEffect } from 'react';

/** Less than this after a look, nothing is asked again. */
const restMs = 30_000;

/** Looks again at what is on screen when the person comes back to it: rights and documents may have changed meanwhile. */
export function useReview(review: () => Promise<void>): void {
  useEffect(() => {
    let lookedAt = Date.now();
    const look = () => {
      if (document.visibilityState === 'hidden' || Date.now() - lookedAt < restMs) return;
      lookedAt = Date.now();
      void review();
    };
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [review]);
}
