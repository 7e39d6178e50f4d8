import { z } from 'zod';

/**
 * Last line of every NDJSON page that a workplace exports: where the next one begins, or that there is none. A page without it
 * was cut short, and is asked for again.
 */
export const pageEnd = z.strictObject({ next: z.string().min(1).max(2_000).nullable() });

/** What `GET {export}/queue` gives a reader who holds `lease` until it acknowledges, or its time is over. */
export const leasedEvents = z.looseObject({
  lease: z.string().min(1).max(200).nullable().meta({ description: 'null: nothing waits.' }),
  events: z.array(z.unknown()).max(500),
});
