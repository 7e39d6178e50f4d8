import { z } from 'zod';
import { digestReply } from '../digest.ts';
import { eventResult } from '../event-result.ts';
import { workplaceEvents } from '../events.ts';
import { leasedEvents, pageEnd } from '../export-page.ts';
import { receiptEvents } from '../receipts.ts';

/** A JSON Schema as a value. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Which way something goes: to Sourcier, from it, or asked of the workplace by it. */
export type Direction = 'in' | 'out' | 'export';

/** One thing that is said under the contract. */
export type ContractSchema = {
  /** The type of an event, or a name for what is none. */
  readonly type: string;
  readonly direction: Direction;
  readonly description: string;
  readonly schema: z.ZodType;
};

/** What the workplace answers where it is asked, which is no event. */
const answers: readonly ContractSchema[] = [
  {
    type: 'page-end',
    direction: 'export',
    description: 'The last line of each page of items and directory.',
    schema: pageEnd,
  },
  { type: 'digest', direction: 'export', description: 'The answer to GET digest.', schema: digestReply },
  {
    type: 'leased-events',
    direction: 'export',
    description: 'The answer to GET queue.',
    schema: leasedEvents,
  },
  {
    type: 'event-results',
    direction: 'out',
    description: 'The answer to POST /v1/events: a result for each event, in their order.',
    schema: z.object({ results: z.array(eventResult) }),
  },
  {
    type: 'acknowledgement',
    direction: 'out',
    description: 'The body of POST ack: what became of each event of a lease.',
    schema: z.object({ lease: z.string(), results: z.array(eventResult.pick({ id: true, outcome: true })) }),
  },
];

/** All of it: events, receipts, answers. */
export const contractSchemas: readonly ContractSchema[] = [
  ...workplaceEvents.map((schema): ContractSchema => {
    const type = schema.shape.type.value;
    return { type, direction: 'in', description: `Event ${type}`, schema };
  }),
  ...receiptEvents.map((schema): ContractSchema => {
    const type = schema.shape.type.value;
    return { type, direction: 'out', description: `Receipt ${type}`, schema };
  }),
  ...answers,
];

/** Drafts of JSON Schema: the newer for readers, the older for AsyncAPI. */
export type Draft = 'draft-2020-12' | 'draft-7';

/**
 * The JSON Schema of one of them, as it is written by who sends it: what has a default may be left out. It says what the zod
 * schema says; that a document needs a `dataref` unless it is encrypted, which zod cannot hand over, is added.
 */
export function jsonSchemaOf(
  { type, direction, description, schema }: ContractSchema,
  target: Draft,
): JsonSchema {
  const io = direction === 'out' ? 'output' : 'input';
  const { $schema, ...written } = z.toJSONSchema(schema, { target, io }) as Record<string, unknown>;
  const isWhole = /\.document\.(upserted|restored)\.v1$/.test(type);
  return { $schema, title: type, description, ...written, ...(isWhole && datarefUnlessEncrypted) };
}

const datarefUnlessEncrypted = {
  if: {
    properties: { data: { properties: { encryption: { const: 'e2ee' } }, required: ['encryption'] } },
    required: ['data'],
  },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema.
  then: true,
  else: { required: ['dataref'] },
};
