import { z } from 'zod';
import { envelope } from './envelope.ts';

/** How far an item has come, as receipts and `GET /v1/items/{id}` tell it. */
export const itemStates = [
  'queued',
  'fetching',
  'parsing',
  'embedding',
  'indexed',
  'failed',
  'skipped',
  'removed',
] as const;

const receipt = z.strictObject({
  tenant: z.string(),
  contentVersion: z.int().nonnegative(),
  reason: z.string().nullable().meta({ description: 'A stable code, for `failed` and `skipped`.' }),
});

const about = <T extends string>(type: T) => envelope.extend({ type: z.literal(type), data: receipt });

/** What Sourcier tells the workplace, signed like the events that it receives. */
export const receiptEvents = [
  about('fr.sourcier.document.indexed.v1'),
  about('fr.sourcier.document.failed.v1'),
  about('fr.sourcier.document.skipped.v1'),
  about('fr.sourcier.document.removed.v1'),
] as const;

export const receiptEvent = z.discriminatedUnion('type', receiptEvents);
export type ReceiptEvent = z.infer<typeof receiptEvent>;
