import { randomUUID } from 'node:crypto';
import type { WorkplaceDatabase } from './database.ts';
import type { Faults } from './faults.ts';
import type { WrittenEvent } from './record.ts';

/** Events of one organisation that somebody has still to take. */
export function createWaitingEvents(database: WorkplaceDatabase, tenant: string, faults: Faults) {
  return {
    /** All events so far, or those after a number, in the order in which they happened. */
    history: (after = 0): Promise<WrittenEvent[]> =>
      database.transaction(async (query) => {
        const rows = await query<{ body: WrittenEvent }>(
          'select body from outbox where tenant = $1 and sequence > $2 order by outbox.sequence',
          [tenant, after],
        );
        return rows.map(({ body }) => body);
      }),

    /** The next ones to push. */
    toPush: (limit: number): Promise<WrittenEvent[]> =>
      database.transaction(async (query) => {
        const rows = await query<{ body: WrittenEvent }>(
          'select body from outbox where tenant = $1 and not pushed order by outbox.sequence limit $2',
          [tenant, limit],
        );
        return rows.map(({ body }) => body);
      }),
    markPushed: (events: readonly WrittenEvent[]): Promise<void> =>
      database.transaction(async (query) => {
        await query('update outbox set pushed = true where tenant = $1 and sequence = any($2)', [
          tenant,
          events.map(({ sequence }) => Number(sequence)),
        ]);
      }),

    /** Lends the next ones to a reader, for so long. */
    lend: (seconds: number, limit: number): Promise<{ lease: string | null; events: WrittenEvent[] }> =>
      database.transaction(async (query) => {
        const lease = randomUUID();
        const isFree = faults.goesWrong('lease-for-ever')
          ? 'lease is null'
          : '(lease is null or leased_until < now())';
        const rows = await query<{ body: WrittenEvent }>(
          `update outbox set lease = $3, leased_until = now() + make_interval(secs => $2)
           where tenant = $1 and sequence in (
             select sequence from outbox where tenant = $1 and not acknowledged and ${isFree}
             order by sequence limit $4 for update skip locked)
           returning body`,
          [tenant, seconds, lease, limit],
        );
        const events = rows
          .map(({ body }) => body)
          .sort((one, other) => Number(one.sequence) - Number(other.sequence));
        return { lease: events.length > 0 ? lease : null, events };
      }),

    /** Ends all leases, as time would. */
    expireLeases: (): Promise<void> =>
      database.transaction(async (query) => {
        await query("update outbox set leased_until = now() - interval '1 second' where tenant = $1", [
          tenant,
        ]);
      }),

    /** Forgets what was taken under a lease that still holds. */
    acknowledge: (lease: string, ids: readonly string[]): Promise<void> =>
      database.transaction(async (query) => {
        if (faults.goesWrong('ack-forgotten')) return;
        await query(
          `update outbox set acknowledged = true
           where tenant = $1 and lease = $2 and leased_until >= now() and body ->> 'id' = any($3)`,
          [tenant, lease, ids],
        );
      }),
  };
}
