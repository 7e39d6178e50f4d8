import { tunables } from '../../config/tunables.ts';
import type { AccessFilter } from '../core/access/access-filter.ts';
import { requireAssistant } from '../core/access/assistant-off.ts';
import { createEntrance, type Visit } from '../core/entrance.ts';
import type { Stores } from './stores.ts';

/** Who asks. */
export type Asker = Pick<AccessFilter, 'org' | 'user'>;

/** Lets people in who ask, for as long as their request takes. */
export type Door = {
  /** See `Entrance`. */
  knock(): void;
  /** @throws AppError `ASSISTANT_OFF`, `TOO_BUSY`; what the work throws */
  inside<T>(asker: Asker, work: () => Promise<T>): Promise<T>;
  /** The same for what takes long by itself, whatever others do: it does not count as waiting. */
  aside<T>(asker: Asker, work: () => Promise<T>): Promise<T>;
  /** The same for what comes in pieces; the first one for which `isServed` holds is what was waited for. */
  streaming<T>(
    asker: Asker,
    work: () => AsyncIterable<T>,
    isServed?: (piece: T) => boolean,
  ): AsyncGenerator<T, void>;
  /** See `Entrance`: for the part of it that keeps the machine busy. */
  takeTurn<T>(asker: Asker, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
};

export function openDoor(stores: Pick<Stores, 'assistant'>): Door {
  const entrance = createEntrance(tunables.entrance, () => performance.now());
  const keyOf = ({ org, user }: Asker) => JSON.stringify([org, user]);
  const enter = async (asker: Asker) => {
    await requireAssistant(stores, asker.org);
    return entrance.enter(keyOf(asker));
  };
  const during = async <T>(asker: Asker, work: (visit: Visit) => Promise<T>): Promise<T> => {
    const visit = await enter(asker);
    try {
      return await work(visit);
    } finally {
      visit.leave();
    }
  };
  return {
    knock: () => entrance.knock(),
    inside: (asker, work) =>
      during(asker, async (visit) => {
        const given = await work();
        visit.served();
        return given;
      }),
    aside: (asker, work) =>
      during(asker, (visit) => {
        visit.stepAside();
        return work();
      }),
    streaming: async function* (asker, work, isServed = () => true) {
      const visit = await enter(asker);
      try {
        for await (const piece of work()) {
          if (isServed(piece)) visit.served();
          yield piece;
        }
      } finally {
        visit.leave();
      }
    },
    takeTurn: (asker, work, signal) => entrance.takeTurn(keyOf(asker), work, signal),
  };
}
