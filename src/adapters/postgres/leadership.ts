import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import type { Leadership } from '../../ports/leadership.ts';
import type { Database } from './database.ts';

/** A lease in PostgreSQL: a process that stands still loses it, where a lock of its session would stay. */
export function createLeadership(db: Database): Leadership {
  const self = randomUUID();
  const { leaseMs } = tunables.background;
  let known = { isOurs: false, until: 0 };
  return {
    isOurs: async () => {
      // Asked again while a third of it is gone, so that it does not end between two looks.
      if (performance.now() < known.until) return known.isOurs;
      const { rows } = await sql`
        update deployment set leader = ${self}, leads_until = clock_timestamp() + ${`${leaseMs} ms`}::interval
         where leader = ${self} or leads_until < clock_timestamp() returning one`.execute(db);
      const isOurs = rows.length > 0;
      known = { isOurs, until: performance.now() + (isOurs ? leaseMs / 3 : leaseMs / 15) };
      return isOurs;
    },
    end: async (whose) => {
      known = { isOurs: false, until: 0 };
      await sql`
        update deployment set leader = null, leads_until = '-infinity'
         where ${whose !== undefined} or leader = ${self}`.execute(db);
    },
  };
}
