import pLimit from 'p-limit';

/** Runs `work` when its turn comes. `onSlow` is called when it has taken long and goes on beside the others. */
export type Turns = <Result>(work: () => Promise<Result>, onSlow: () => void) => Promise<Result>;

/**
 * Lets `size` pieces of work run at once, in order. One that takes longer than `slowAfterMs` gives up its turn to the next
 * and goes on at one of `slowSize` further places (0: never); while these are taken, it keeps its turn.
 */
export function createTurns(limits: {
  readonly size: number;
  readonly slowSize: number;
  readonly slowAfterMs: number;
}): Turns {
  const turn = pLimit(limits.size);
  const slowPlace = limits.slowSize > 0 ? pLimit(limits.slowSize) : null;

  return async (work, onSlow) => {
    const begun = Promise.withResolvers<{ readonly result: ReturnType<typeof work> }>();
    void turn(async () => {
      const result = work();
      begun.resolve({ result });
      const ended = result.then(
        () => undefined,
        () => undefined,
      );
      let hasEnded = false;
      const movedAside = Promise.withResolvers<void>();
      const timer = setTimeout(() => {
        void slowPlace?.(async () => {
          if (hasEnded) return;
          onSlow();
          movedAside.resolve();
          await ended;
        });
      }, limits.slowAfterMs);
      void ended.then(() => {
        hasEnded = true;
        clearTimeout(timer);
      });
      await Promise.race([ended, movedAside.promise]);
    });
    return (await begun.promise).result;
  };
}
