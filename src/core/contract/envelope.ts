import { z } from 'zod';

/** An id that the workplace gave: it is only ever compared, never a path or a name of ours. */
export const contractId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@:/+-]{0,199}$/, 'letters, digits and . _ @ : / + -, at most 200')
  .meta({ description: 'An id of the workplace’s own.' });

/**
 * A number as text, so that it can be padded with zeros: greater is later. Of two statements about one thing the one with the
 * greater number holds, whichever arrives last.
 */
export const sequence = z
  .string()
  .regex(/^0*\d{1,15}$/, 'decimal digits, at most 15 without leading zeros')
  .meta({
    description: 'Decimal digits, compared as a number; grows with each change of what the subject names.',
  });

/** Which organisation of the workplace an event is of; it must be the one that the source was declared for. */
export const tenant = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'The organisation, as the workplace names it.' });

/** How sensitive a text is, in the words of the workplace or in ours. */
export const classifications = {
  public: 'ouvert',
  internal: 'interne',
  confidential: 'sensible',
  restricted: 'SREN31',
  ouvert: 'ouvert',
  interne: 'interne',
  sensible: 'sensible',
  SREN31: 'SREN31',
} as const;
export const classification = z
  .enum(Object.keys(classifications) as [keyof typeof classifications])
  .meta({ description: 'How sensitive it is, the least first: public, internal, confidential, restricted.' });

/**
 * What every event has: the attributes of CloudEvents 1.0. Extensions that are not named here are let through, as that
 * standard wants; what is inside `data` is strict, because a misspelt restriction would be none.
 */
export const envelope = z.looseObject({
  specversion: z.literal('1.0'),
  id: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'Unique within `source`; the same id again changes nothing.' }),
  source: z.string().min(1).max(500).meta({ description: 'Where the event comes from, as a URI reference.' }),
  subject: z.string().min(1).max(210).meta({ description: 'What it is about: a kind, a slash, an id.' }),
  time: z.iso.datetime({ offset: true }).meta({ description: 'When it happened.' }),
  datacontenttype: z.literal('application/json').optional(),
});

export type Envelope = z.infer<typeof envelope>;
