import { z } from 'zod';
import type { RawReply } from '../../src/core/evaluation/judge-reply.ts';
import type { Endpoint, Question, Suite } from '../../src/core/evaluation/suite.ts';
import type { Target } from './target.ts';

const timeoutMs = 120_000;
const depth = 20;

/** Asks one question over HTTP, in the name of its person; earlier turns of a person are asked first, in a conversation. */
export async function askServer(
  target: Target,
  suite: Pick<Suite, 'passagesPerDocument' | 'provider'>,
  question: Question,
  endpoint: Endpoint,
  person: string,
): Promise<RawReply> {
  const token = await target.tokenOf(person);
  const scope = await resolveScope(target, token, question.scope);
  const within = scope === undefined ? {} : { scope };
  if (endpoint === 'search') {
    const { passagesPerDocument } = suite;
    const reply = await post(target, token, '/v1/search', {
      query: question.question,
      limit: depth,
      ...within,
      ...(passagesPerDocument > 1 && { passagesPerDocument }),
    });
    return { ...reply, earlier: [] };
  }
  const provider = suite.provider === undefined ? {} : { provider: suite.provider };
  const earlier: unknown[] = [];
  let conversation: { conversationId?: string } = {};
  for (const turn of question.history ?? []) {
    if (turn.role !== 'user') continue;
    const { body } = await post(target, token, '/v1/ask', {
      question: turn.text,
      stream: false,
      ...within,
      ...provider,
      ...conversation,
    });
    earlier.push(body);
    const { data } = z.object({ conversationId: z.string() }).safeParse(body);
    if (data) conversation = data;
  }
  const reply = await post(target, token, '/v1/ask', {
    question: question.question,
    stream: false,
    ...within,
    ...provider,
    ...conversation,
  });
  return { ...reply, earlier };
}

async function post(target: Target, token: string, path: string, body: unknown) {
  const started = performance.now();
  const reply = await fetch(new URL(path, target.address), {
    method: 'POST',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await reply.text();
  const latencyMs = Math.round((performance.now() - started) * 10) / 10;
  return { status: reply.status, body: parse(text), latencyMs };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Documents of a scope by id. One that its person may not read stays a name that no document has. */
async function resolveScope(target: Target, token: string, scope: Question['scope']) {
  if (scope?.documents === undefined) return scope;
  const ids = await documentIds(target, token);
  return { ...scope, documents: scope.documents.map((name) => ids.get(name) ?? crypto.randomUUID()) };
}

const listings = new WeakMap<Target, Map<string, Promise<ReadonlyMap<string, string>>>>();

/** Ids by name of what a person may read, listed once for each token. */
function documentIds(target: Target, token: string): Promise<ReadonlyMap<string, string>> {
  const known = listings.get(target) ?? new Map<string, Promise<ReadonlyMap<string, string>>>();
  listings.set(target, known);
  const listing = known.get(token) ?? listDocuments(target, token);
  known.set(token, listing);
  return listing;
}

const page = z.object({
  documents: z.array(z.object({ id: z.string(), space: z.string(), path: z.string() })),
  nextCursor: z.string().nullable(),
});

async function listDocuments(target: Target, token: string): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const address = new URL('/v1/documents?limit=100', target.address);
    if (cursor !== '') address.searchParams.set('cursor', cursor);
    const reply: Response = await fetch(address, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { documents, nextCursor } = page.parse(await reply.json());
    for (const document of documents) {
      ids.set(document.path, document.id);
      ids.set(target.nameOf(document), document.id);
    }
    cursor = nextCursor;
  }
  return ids;
}
