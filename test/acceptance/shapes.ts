import { z } from 'zod';

/**
 * The shapes that scripts rely on, written anew from the contract and strict: a field too many fails as much as a missing
 * one, because nothing may leave by accident.
 */
const date = z.iso.datetime();

export const scopeSummary = z.strictObject({
  documents: z.int().min(0),
  queued: z.int().min(0),
  failed: z.int().min(0),
  encrypted: z.int().min(0),
  excluded: z.int().min(0),
});

const card = {
  id: z.uuid(),
  title: z.string().min(1),
  path: z.string().min(1),
  space: z.string().min(1),
  version: z.int().min(1),
  language: z.enum(['fr', 'en']),
  modifiedAt: date,
  url: z.string().nullable(),
};

const range = z.strictObject({ kind: z.enum(['page', 'slide']), from: z.int().min(1), to: z.int().min(1) });
const cells = z.strictObject({ kind: z.literal('cells'), sheet: z.string(), range: z.string() });
const speech = z.strictObject({
  kind: z.literal('speech'),
  speakers: z.array(z.string()),
  fromSeconds: z.number(),
  toSeconds: z.number(),
});
const placed = {
  page: z.int().min(1).nullable(),
  place: z.union([range, cells, speech]).nullable(),
  aside: z.string().nullable(),
  recognised: z.number().min(0).max(1).nullable(),
};

export const result = z.strictObject({
  rank: z.int().min(1),
  score: z.number().min(0).max(1),
  document: z.strictObject(card),
  passage: z.strictObject({
    id: z.uuid(),
    text: z.string().min(1),
    headings: z.array(z.string()),
    ...placed,
    start: z.int().min(0),
    end: z.int().min(1),
  }),
  duplicates: z.int().min(0),
});

/** Numbers alone: nothing else may leave by this way. */
const signals = z.record(z.string(), z.number().min(0).max(1)).refine((each) => 'answerable' in each);

export const searchReply = z.strictObject({
  results: z.array(result),
  rewrittenQuery: z.string().min(1).optional(),
  scope: scopeSummary,
  signals,
  tookMs: z.number().min(0),
});

const source = result.extend({ n: z.int().min(1) });

const notice = z.strictObject({ code: z.string().min(1), text: z.string().min(1) });

export const usage = z.strictObject({
  promptTokens: z.int().nullable(),
  completionTokens: z.int().nullable(),
  costEuro: z.number().nullable(),
  energyWh: z.number().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  timings: z.record(z.string().regex(/Ms$/), z.number().min(0)),
});

const sentence = z.strictObject({
  text: z.string().min(1),
  citations: z.array(z.int().min(1)),
  support: z.enum(['supported', 'partial', 'unsupported', 'not-checked']),
  findings: z
    .array(z.strictObject({ kind: z.string().min(1), said: z.string(), instead: z.string().optional() }))
    .min(1)
    .optional(),
  start: z.int().min(0).optional(),
  end: z.int().min(1).optional(),
});

/** What streams of a sentence when it is finished. */
export const verdict = sentence
  .omit({ text: true })
  .extend({ sentence: z.string().min(1), start: z.int().min(0), end: z.int().min(1) });

const offeredTask = z.strictObject({
  task: z.enum(['summarise', 'compare', 'extract', 'draft']),
  documents: z.array(z.strictObject({ id: z.uuid(), title: z.string().min(1) })),
  instruction: z.string(),
});

export const askReply = z.strictObject({
  outcome: z.enum(['answered', 'quoted', 'not-found', 'refused']),
  reason: z.string().optional(),
  answer: z.strictObject({
    text: z.string(),
    language: z.enum(['fr', 'en']),
    sentences: z.array(sentence),
  }),
  sources: z.array(source),
  suggestions: z.array(z.string().min(1)).min(1).max(2).optional(),
  offeredTask: offeredTask.optional(),
  notices: z.array(notice),
  searchedFor: z.string().min(1).optional(),
  signals: signals.optional(),
  usage,
  conversationId: z.uuid(),
  messageId: z.uuid(),
  masked: z.literal(true).optional(),
});

export const documentStates = [
  'queued',
  'fetching',
  'parsing',
  'searchable-words',
  'searchable',
  'failed',
  'skipped',
] as const;

export const document = z.strictObject({
  ...card,
  state: z.enum(documentStates),
  reason: z.strictObject({ code: z.string().min(1), text: z.string().min(1) }).nullable(),
  mediaType: z.string().nullable(),
  bytes: z.int().min(0),
  author: z.string().nullable(),
  createdAt: date.nullable(),
  pages: z.int().nullable(),
  languages: z.array(z.enum(['fr', 'en'])),
  warnings: z.array(z.strictObject({ code: z.string().min(1), count: z.int(), text: z.string().min(1) })),
  labels: z.array(z.strictObject({ scheme: z.enum(['msip', 'mention']), name: z.string().min(1) })),
  sensitivity: z.string().min(1),
  canDelete: z.boolean(),
});

export const documentPage = z.strictObject({
  documents: z.array(document),
  nextCursor: z.string().nullable(),
});

export const preview = z.strictObject({
  document,
  pageImages: z.int().min(0),
  sections: z.array(
    z.strictObject({
      ordinal: z.int(),
      headings: z.array(z.string()),
      page: placed.page,
      place: placed.place,
      aside: placed.aside,
      language: z.enum(['fr', 'en']),
      start: z.int(),
      end: z.int(),
      text: z.string(),
    }),
  ),
  passage: z
    .strictObject({ id: z.uuid(), start: z.int(), end: z.int(), ...placed, text: z.string() })
    .nullable(),
});

const conversationCard = { id: z.uuid(), title: z.string(), createdAt: date, updatedAt: date };

export const conversationPage = z.strictObject({
  conversations: z.array(z.strictObject(conversationCard)),
  nextCursor: z.string().nullable(),
});

export const conversation = z.strictObject({
  ...conversationCard,
  messages: z.array(
    z.strictObject({
      id: z.uuid(),
      role: z.enum(['user', 'assistant']),
      text: z.string(),
      sentences: z.array(sentence),
      outcome: z.string().nullable(),
      createdAt: date,
      sources: z.array(
        z.union([
          source.extend({ readable: z.literal(true), changed: z.literal(true).optional() }),
          z.strictObject({ n: z.int(), readable: z.literal(false) }),
        ]),
      ),
      masked: z.boolean(),
      reason: z.string().optional(),
      language: z.enum(['fr', 'en']).optional(),
      suggestions: z.array(z.string()).optional(),
      offeredTask: offeredTask.optional(),
      searchedFor: z.string().optional(),
      notices: z.array(notice).optional(),
      usage: usage.optional(),
      complete: z.boolean().optional(),
      retryOf: z.uuid().nullable().optional(),
      supersededBy: z.uuid().nullable().optional(),
      feedback: z
        .strictObject({
          useful: z.boolean(),
          sources: z.array(z.strictObject({ n: z.int(), useful: z.boolean() })),
          reasons: z.array(z.string()),
          comment: z.string().optional(),
        })
        .nullable()
        .optional(),
    }),
  ),
});

export const exportedConversation = conversation.extend({ exportedAt: date, notice: z.string().min(1) });

const sharedCard = {
  id: z.uuid(),
  title: z.string().nullable(),
  sharedBy: z.strictObject({ id: z.string(), name: z.string() }),
  sharedAt: date,
};

export const sharedPage = z.strictObject({
  conversations: z.array(z.strictObject(sharedCard)),
  nextCursor: z.string().nullable(),
});

export const sharedConversation = z.strictObject({ ...sharedCard, messages: conversation.shape.messages });

export const exportedShared = sharedConversation.extend({ exportedAt: date, notice: z.string().min(1) });

export const shares = z.strictObject({
  shares: z.array(
    z.strictObject({ principal: z.string(), name: z.string(), sharedAt: date, hasMore: z.boolean() }),
  ),
});

export const securityItem = z.strictObject({
  id: z.uuid(),
  messageId: z.uuid(),
  user: z.string().nullable(),
  documents: z.array(z.strictObject({ documentId: z.uuid(), version: z.int(), cited: z.boolean() })),
  state: z.enum(['open', 'closed']),
  note: z.string().nullable(),
  openedAt: date,
  changedAt: date.nullable(),
  changedBy: z.string().nullable(),
});

export const securityItems = z.strictObject({
  items: z.array(securityItem),
  nextCursor: z.string().nullable(),
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const auditMark = z.strictObject({ sequence: z.int(), hash: sha256 });

export const auditRecord = z.strictObject({
  organisation: z.string(),
  sequence: z.int(),
  at: z.iso.datetime(),
  actor: z.uuid().nullable(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
  previousHash: sha256,
  contentHash: sha256,
  hash: sha256,
});

export const auditPage = z.strictObject({
  records: z.array(auditRecord),
  nextCursor: z.string().nullable(),
});

export const auditReport = z.strictObject({
  intact: z.boolean(),
  records: z.int(),
  head: auditMark,
  dropped: auditMark,
  fault: z.strictObject({ code: z.string(), sequence: z.int().nullable(), text: z.string() }).nullable(),
});

export const feedbackList = z.strictObject({
  feedback: z.array(
    z.strictObject({
      messageId: z.uuid(),
      conversationId: z.uuid(),
      useful: z.boolean(),
      reasons: z.array(z.string()),
      comment: z.string().nullable(),
      commentWithheld: z.boolean(),
      givenAt: date,
    }),
  ),
  nextCursor: z.string().nullable().optional(),
});

/** RFC 9457 problem details. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string().min(1),
  status: z.int().min(400),
  code: z.string().regex(/^[A-Z_]+$/),
  detail: z.string().optional(),
  requestId: z.string().min(1),
  /** What clients of OpenAI's API read, on the routes that are for them. */
  error: z
    .strictObject({ message: z.string(), type: z.string(), code: z.string(), param: z.null() })
    .optional(),
});

const count = z.int().min(0);

export const ingestReport = z.strictObject({
  files: count,
  queued: count,
  moved: count,
  unchanged: count,
  removed: count,
  /** Unchanged, but their bytes had been lost. */
  restored: count,
  byState: z.record(z.string(), count),
  unread: z.array(
    z.strictObject({
      path: z.string(),
      state: z.string(),
      reason: z.string().nullable(),
      message: z.strictObject({ fr: z.string(), en: z.string() }).nullable(),
    }),
  ),
  /** Patterns of the access file that no file matched. */
  remarks: z.array(
    z.strictObject({
      path: z.string(),
      sensitivity: z.string(),
      warnings: z.array(z.strictObject({ code: z.string().min(1), count })),
      labels: z.array(z.strictObject({ scheme: z.enum(['msip', 'mention']), name: z.string() })),
    }),
  ),
  idlePatterns: z.array(z.string()),
  seconds: z.number().min(0),
});

export const status = z.strictObject({
  index: z.enum(['sqlite', 'qdrant']),
  blobs: z.strictObject({
    store: z.enum(['folder', 's3']),
    bucket: z.string().nullable(),
    encryption: z.enum(['on', 'off']),
  }),
  organisations: z.array(
    z.strictObject({
      id: z.string(),
      documents: z.strictObject({
        total: count,
        byState: z.strictObject({
          queued: count,
          fetching: count,
          parsing: count,
          'searchable-words': count,
          searchable: count,
          failed: count,
          skipped: count,
          removed: count,
        }),
        awaiting: z.strictObject({ recognise: count, render: count }),
        labelled: count,
        toCheck: count,
      }),
      chunks: count,
      vectors: count,
      engines: z.strictObject({
        embeddings: z
          .strictObject({
            provider: z.string(),
            model: z.string(),
            queryPrefix: z.string(),
            passagePrefix: z.string(),
          })
          .nullable(),
        reranking: z.strictObject({ provider: z.string(), model: z.string() }).nullable(),
      }),
      embedding: z.strictObject({
        serving: z
          .strictObject({
            generation: z.string(),
            provider: z.string().nullable(),
            total: count,
            done: count,
            tooSensitive: count,
            failedWith: z.string().nullable(),
          })
          .nullable(),
        building: z
          .strictObject({
            generation: z.string(),
            provider: z.string().nullable(),
            beganAt: date,
            total: count,
            done: count,
            tooSensitive: count,
            failedWith: z.string().nullable(),
          })
          .nullable(),
      }),
      queue: z.strictObject({ waiting: count, active: count, failed: count }),
      oldestWaitingSeconds: z.number().nullable(),
    }),
  ),
  embeddings: z.strictObject({
    state: z.enum(['off', 'absent', 'installing', 'failed', 'ready']),
    from: z.enum(['server', 'machine']).nullable(),
    generation: z.string().nullable(),
    installation: z.strictObject({ step: z.enum(['fetch', 'convert']), share: z.number() }).nullable(),
    error: z.string().nullable(),
  }),
});

export const issuedToken = z.strictObject({ token: z.string().min(20), expiresAt: date, link: z.url() });

/** What a command with `--json` writes on stderr when it fails. */
export const cliError = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[A-Z_]+$/),
    message: z.string().min(1),
    detail: z.string().optional(),
  }),
});

export const alias = z.strictObject({
  id: z.uuid(),
  acronym: z.string().min(1),
  expansion: z.string().min(1),
  status: z.enum(['learned', 'added', 'hidden']),
  documents: z.int().min(0),
});

export const aliasPage = z.strictObject({ aliases: z.array(alias), nextCursor: z.string().nullable() });

const fusionNumbers = z.strictObject({ vectorWeight: z.number(), withReference: z.number() });

export const fit = z.strictObject({
  organisation: z.string(),
  questions: count,
  current: fusionNumbers,
  best: fusionNumbers,
  difference: z.strictObject({
    n: count,
    before: z.number(),
    after: z.number(),
    difference: z.number(),
    low: z.number(),
    high: z.number(),
  }),
  isBetter: z.boolean(),
});

const budgetRule = z.strictObject({
  id: z.uuid(),
  subject: z.strictObject({
    kind: z.enum(['organisation', 'space', 'group', 'user']),
    id: z.string().min(1),
  }),
  unit: z.enum(['requests', 'tokens', 'euros']),
  period: z.enum(['day', 'month']),
  soft: z.number().nullable(),
  hard: z.number().nullable(),
});

export const budget = budgetRule.extend({
  used: z.number().min(0),
  reserved: z.number().min(0),
  opensOn: z.iso.date(),
  reopensAt: date,
  warnedAt: date.nullable(),
  exhaustedAt: date.nullable(),
  /** Told when one is set. */
  warnings: z.array(notice).optional(),
});

export const budgetList = z.strictObject({ budgets: z.array(budget) });

export const alertList = z.strictObject({
  alerts: z.array(
    z.strictObject({
      budget: budgetRule,
      opensOn: z.iso.date(),
      user: z.uuid().nullable(),
      reached: z.enum(['warned', 'exhausted']),
      at: date,
    }),
  ),
});

export const usageReport = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  usage: z.array(
    z.strictObject({
      day: z.iso.date().nullable(),
      provider: z.string().nullable(),
      model: z.string().nullable(),
      space: z.string().nullable(),
      user: z.uuid().nullable(),
      requests: count,
      promptTokens: count,
      completionTokens: count,
      costEuro: z.number().nullable(),
      energyWh: z.number().nullable(),
      estimated: count,
    }),
  ),
});

export const receipt = z.strictObject({
  erasureId: z.uuid(),
  begunAt: date,
  endedAt: date,
  idsHash: z.string().regex(/^[0-9a-f]{64}$/),
  stores: z.record(z.string(), z.record(z.string(), z.int().min(0))),
});

export const legalHold = z.strictObject({
  id: z.uuid(),
  subject: z.strictObject({ kind: z.enum(['person', 'document']), id: z.string() }),
  reason: z.string(),
  placedBy: z.string().nullable(),
  placedAt: date,
  releasedBy: z.string().nullable(),
  releasedAt: date.nullable(),
});
