import { z } from 'zod';
import { fold } from '../find/fold.ts';

const name = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._@:-]{0,199}$/u, 'letters, digits, . _ @ : -');
const address = z.url({ protocol: /^https?$/, error: 'an http(s) address' });

const canary = z
  .strictObject({
    id: name,
    /** A word that stands in the planted document and nowhere else. It is never sent but as a search of its own. */
    marker: z.string().min(6).max(200),
    /** Finds the document, and does not hold the marker: whatever comes back with the marker in it is a leak. */
    question: z.string().min(1).max(2_000),
    notVisibleTo: z.array(name).min(1),
    /** Somebody who may read the document: when even they are not shown it, the watch is blind. */
    visibleTo: name.optional(),
  })
  .refine(({ marker, question }) => !fold(question).includes(fold(marker)), {
    path: ['question'],
    message: 'must not hold the marker',
  })
  .refine(({ notVisibleTo, visibleTo }) => visibleTo === undefined || !notVisibleTo.includes(visibleTo), {
    path: ['visibleTo'],
    message: 'is also in notVisibleTo',
  });

/** What to watch, as its author writes it: the file of `sourcier watch`. */
export const watchFile = z.strictObject({
  /** Of the service that is watched. */
  address,
  organisation: name,
  canaries: z.array(canary).min(1).max(100),
  /** How people are let in; those who are not named get a token of the installation's own issuer. */
  people: z.record(name, z.strictObject({ tokenFile: z.string().min(1) })).default({}),
  alarm: z
    .strictObject({
      /** Told of each appearance; signed as Standard Webhooks are where there is a secret. */
      webhook: z.strictObject({ url: address, secretFile: z.string().min(1).optional() }).optional(),
      /** An administrator in whose name the assistant is turned off for the organisation. */
      killSwitch: z.strictObject({ as: name }).optional(),
    })
    .default({}),
});

export type WatchFile = z.infer<typeof watchFile>;
export type Canary = WatchFile['canaries'][number];
