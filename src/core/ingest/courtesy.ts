/** Lets work that nobody waits for stand aside while somebody waits for other work of this process (R31). */
export type Courtesy = {
  /** Carries out what somebody waits for. */
  urgently<T>(work: () => Promise<T>): Promise<T>;
  /** Says that such work is about to begin. */
  announce(): void;
  /** To be called between steps of the other work: resolves when nothing urgent is under way, `longestMs` later at most. */
  standAside(): Promise<void>;
};

/**
 * What is urgent comes in steps, of which the next begins a moment after the last one: so long, `lingerMs`, the way is kept clear. Of a
 * stream of urgent work that never ends each step of the other waits `longestMs`, and goes on.
 */
export function createCourtesy(limits: { readonly lingerMs: number; readonly longestMs: number }): Courtesy {
  let underWay = 0;
  let clearAt = 0;
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  function keepClear(): void {
    clearAt = performance.now() + limits.lingerMs;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (underWay > 0) return;
      const released = waiting;
      waiting = [];
      for (const release of released) release();
    }, limits.lingerMs + 1);
    timer.unref();
  }

  return {
    urgently: async (work) => {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        keepClear();
      }
    },
    announce: keepClear,
    standAside: async () => {
      if (underWay === 0 && performance.now() >= clearAt) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const patience = setTimeout(resolve, limits.longestMs);
      waiting.push(resolve);
      await promise;
      clearTimeout(patience);
    },
  };
}
