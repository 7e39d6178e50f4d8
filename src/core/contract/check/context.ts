import type { ContractProbe } from '../../../ports/contract-probe.ts';
import type { EventOf } from '../events.ts';
import { type Listing, walk } from './listing.ts';

/** What all checks of one workplace share: each listing is walked once for those who only look at it. */
export type CheckContext = {
  readonly probe: ContractProbe;
  /** The organisation that the workplace should speak of; `null`: any, but one only. */
  readonly tenant: string | null;
  /** Whether the check of the queue may take an event out of it. */
  readonly mayConsumeQueue: boolean;
  readonly sleep: (ms: number) => Promise<void>;
  items(): Promise<Listing>;
  directory(): Promise<Listing>;
};

export function createContext(
  given: Pick<CheckContext, 'probe' | 'tenant' | 'mayConsumeQueue' | 'sleep'>,
): CheckContext {
  let items: Promise<Listing> | undefined;
  let directory: Promise<Listing> | undefined;
  return {
    ...given,
    items() {
      items ??= walk(given.probe, 'items');
      return items;
    },
    directory() {
      directory ??= walk(given.probe, 'directory');
      return directory;
    },
  };
}

export type ListedItem = EventOf<'fr.workplace.document.upserted.v1'>;

/** The documents among the lines that are right. */
export function itemsOf({ lines }: Pick<Listing, 'lines'>): ListedItem[] {
  return lines.flatMap(({ event }) => (event?.type === 'fr.workplace.document.upserted.v1' ? [event] : []));
}
