import { fileURLToPath } from 'node:url';
import fastifyMultipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { answerFor, sectionsOf, textOf } from './answers.ts';
import { type FixtureDocument, fixtureDocuments, people, questions, spaces } from './data.ts';
import { streamAnswer } from './stream-answer.ts';

type StoredConversation = {
  id: string;
  person: string;
  title: string;
  createdAt: string;
  updatedAt: string;
  messages: Record<string, unknown>[];
};

const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * Serves the built page and speaks its HTTP with fixed data, so that the page can be looked at and tested without documents, index
 * or database. `pauseMs` is the time between two pieces of an answer, and between two states of an upload.
 */
export async function createFixtureServer({ pauseMs = 40 } = {}): Promise<FastifyInstance> {
  const server = fastify();
  const documents = new Map(fixtureDocuments().map((document) => [document.id, document]));
  const conversations = new Map<string, StoredConversation>();
  let counter = 0;

  await server.register(fastifyMultipart, { limits: { fileSize: 5_000_000 } });
  await server.register(fastifyStatic, {
    root: fileURLToPath(new URL('../../../web/demo/dist', import.meta.url)),
  });
  server.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', contentPolicy);
  });

  const personOf = (request: FastifyRequest) =>
    people.find(({ id }) => request.headers.authorization === `Bearer token-of-${id}`)?.id;
  const maySee = (person: string, space: string) =>
    spaces.some(({ id, members }) => id === space && members.includes(person));
  const visible = (person: string) => [...documents.values()].filter(({ space }) => maySee(person, space));
  const read = (request: FastifyRequest) => {
    const { id } = request.params as { id: string };
    return visible(personOf(request) ?? '').find((document) => document.id === id);
  };

  server.get('/v1/demo', () => ({
    organisation: { id: 'bellerive', title: 'Ville de Bellerive' },
    people,
    questions,
  }));
  server.post('/v1/demo/sessions', (request) => {
    const { user } = request.body as { user: string };
    return { token: `token-of-${user}`, expiresAt: new Date(Date.now() + 600_000).toISOString() };
  });
  server.addHook('preHandler', async (request, reply) => {
    const isOpen = !request.url.startsWith('/v1/') || request.url.startsWith('/v1/demo');
    if (!isOpen && personOf(request) === undefined) return problem(reply, 401, 'TOKEN_INVALID');
  });

  server.get('/v1/spaces', (request) => ({
    spaces: spaces
      .filter(({ members }) => members.includes(personOf(request) ?? ''))
      .map(({ id, title, sensitivity }) => ({ id, title, sensitivity })),
  }));
  server.get('/v1/providers', () => ({ providers: [] }));
  server.get('/v1/documents', (request) => {
    const { space } = request.query as { space: string };
    const found = visible(personOf(request) ?? '').filter((document) => document.space === space);
    found.sort((a, b) => (a.path < b.path ? -1 : 1));
    return { documents: found.map(card), nextCursor: null };
  });
  server.get('/v1/documents/:id', (request, reply) => {
    const document = read(request);
    return document === undefined ? problem(reply, 404, 'NOT_FOUND') : card(document);
  });
  server.delete('/v1/documents/:id', (request, reply) => {
    const document = read(request);
    if (document === undefined) return problem(reply, 404, 'NOT_FOUND');
    documents.delete(document.id);
    return reply.code(204).send();
  });
  server.get('/v1/documents/:id/content', (request, reply) => {
    const document = read(request);
    if (document === undefined) return problem(reply, 404, 'NOT_FOUND');
    return reply
      .header('content-disposition', 'attachment')
      .type('application/octet-stream')
      .send(textOf(document));
  });
  server.get('/v1/documents/:id/preview', (request, reply) => {
    const document = read(request);
    if (document === undefined) return problem(reply, 404, 'NOT_FOUND');
    const [, start, end] = ((request.query as { passage?: string }).passage ?? '').split(':');
    const passage =
      start === undefined || end === undefined
        ? null
        : { id: 'p', start: Number(start), end: Number(end), ...nowhere, text: '' };
    return { document: card(document), pageImages: 0, sections: sectionsOf(document), passage };
  });
  server.post('/v1/documents', async (request, reply) => {
    const file = await request.file();
    if (file === undefined) return problem(reply, 400, 'BAD_REQUEST');
    const bytes = await file.toBuffer();
    const field = file.fields.space;
    const space = field !== undefined && 'value' in field ? String(field.value) : '';
    const document: FixtureDocument = {
      id: `u-${++counter}`,
      title: file.filename,
      path: file.filename,
      space,
      version: 1,
      language: 'fr',
      modifiedAt: new Date().toISOString(),
      url: null,
      state: 'queued',
      reason: null,
      mediaType: file.mimetype,
      bytes: bytes.length,
      author: null,
      pages: null,
      warnings: [],
      labels: [],
      sensitivity: 'ouvert',
      canDelete: true,
      sections: [{ headings: [], page: null, text: bytes.toString('utf8') }],
    };
    documents.set(document.id, document);
    setTimeout(() => (document.state = 'parsing'), pauseMs * 10).unref();
    setTimeout(() => (document.state = 'searchable'), pauseMs * 30).unref();
    return reply.code(202).send(card(document));
  });

  server.post('/v1/ask', async (request, reply) => {
    const { question, conversationId, scope } = request.body as {
      question: string;
      conversationId?: string;
      scope?: { spaces?: string[]; documents?: string[] };
    };
    const person = personOf(request) ?? '';
    const inScope = visible(person).filter(
      ({ id, space }) => (scope?.spaces?.includes(space) ?? true) && (scope?.documents?.includes(id) ?? true),
    );
    const answer = answerFor(question, inScope);
    const now = new Date().toISOString();
    const id = conversationId ?? `c-${++counter}`;
    const conversation = conversations.get(id) ?? {
      id,
      person,
      title: question,
      createdAt: now,
      updatedAt: now,
      messages: [],
    };
    conversations.set(id, conversation);
    conversation.messages.push(
      {
        id: `m-${++counter}`,
        role: 'user',
        text: question,
        outcome: null,
        sentences: [],
        sources: [],
        masked: false,
      },
      {
        id: `m-${++counter}`,
        role: 'assistant',
        text: answer.text,
        outcome: answer.outcome,
        sentences: answer.sentences,
        sources: answer.sources.map((source) => ({ ...source, readable: true })),
        masked: false,
      },
    );
    const counts = { documents: inScope.length, queued: 0, failed: 1, encrypted: 1 };
    reply.hijack();
    await streamAnswer(reply.raw, { answer, conversationId: id, counts, pauseMs });
  });

  const own = (request: FastifyRequest) =>
    [...conversations.values()].filter(({ person }) => person === personOf(request)).reverse();
  server.get('/v1/conversations', (request) => ({
    conversations: own(request).map(({ messages: _messages, person: _person, ...shown }) => shown),
    nextCursor: null,
  }));
  server.get('/v1/conversations/:id', (request, reply) => {
    const { id } = request.params as { id: string };
    return own(request).find((one) => one.id === id) ?? problem(reply, 404, 'NOT_FOUND');
  });
  server.patch('/v1/conversations/:id', (request, reply) => {
    const { id } = request.params as { id: string };
    const found = own(request).find((one) => one.id === id);
    if (found === undefined) return problem(reply, 404, 'NOT_FOUND');
    const { messages: _messages, person: _person, ...shown } = found;
    found.title = (request.body as { title: string }).title;
    return { ...shown, title: found.title };
  });
  server.post('/v1/feedback', (request) => request.body);
  server.delete('/v1/feedback/:messageId', (_request, reply) => reply.code(204).send());
  server.delete('/v1/conversations/:id', (request, reply) => {
    conversations.delete((request.params as { id: string }).id);
    return reply.code(204).send();
  });
  return server;
}

const nowhere = { page: null, place: null, aside: null, recognised: null };

function card({ sections: _sections, ...shown }: FixtureDocument) {
  return shown;
}

function problem(reply: FastifyReply, status: number, code: string) {
  return reply.code(status).type('application/problem+json').send({
    type: 'about:blank',
    title: 'Introuvable, ou hors de vos droits.',
    status,
    code,
    requestId: 'r-1',
  });
}
