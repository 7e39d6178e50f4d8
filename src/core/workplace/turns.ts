import { AppError } from '../errors.ts';

/** Lets work on one key go on one at a time, in the order in which it was asked for. */
export type Turns = {
  /** @throws AppError `TOO_MANY_DELIVERIES` when as many as may wait do */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
};

/**
 * Turns by key, of which at most `mostWaiting` wait for each. Waiting here costs nothing; waiting for the lock in the database would hold a
 * connection that other organisations need.
 */
export function createTurns(mostWaiting: number): Turns {
  const lines = new Map<string, { waiting: number; last: Promise<unknown> }>();
  return {
    take: async (key, work) => {
      const line = lines.get(key) ?? { waiting: 0, last: Promise.resolve() };
      if (line.waiting > mostWaiting) throw new AppError('TOO_MANY_DELIVERIES');
      lines.set(key, line);
      line.waiting += 1;
      const mine = line.last.then(work);
      line.last = mine.catch(() => {});
      try {
        return await mine;
      } finally {
        line.waiting -= 1;
        if (line.waiting === 0) lines.delete(key);
      }
    },
  };
}
