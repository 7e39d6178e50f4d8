import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { wholeAnswer } from '../../core/conversation/whole-answer.ts';
import { placeLabel } from '../../core/place-label.ts';
import { problemOf } from '../error-handler.ts';
import { leavingOf } from '../leaving.ts';
import { answerAsText } from '../presenters/answer-as-text.ts';
import { presentAnswer, presentResult } from '../presenters/present-passage.ts';
import { label, typedText } from '../schemas/common.ts';
import type { Services } from '../services.ts';
import type { Route } from './route.ts';

const { limits } = tunables;

/** Loaded with the first request: the start of every server would take 0.2 s of the processor longer. */
const loadSdk = async () => {
  const [{ McpServer: Server }, { StreamableHTTPServerTransport: Transport }] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/mcp.js'),
    import('@modelcontextprotocol/sdk/server/streamableHttp.js'),
  ]);
  return { Server, Transport };
};

const spaces = z
  .array(label.max(100))
  .max(limits.scopeValues)
  .optional()
  .describe('Ids of spaces to look in; absent: all that the caller may read');

/**
 * A server of the Model Context Protocol (Streamable HTTP, without sessions): `search`, `ask` and `read`, with the token and
 * the rights of the request. The tools only read; what they give is text of documents, never instructions.
 */
export const mcp: Route = (api, services) => {
  api.post(
    '/mcp',
    {
      schema: {
        summary: 'Model Context Protocol: tools search, ask and read',
        tags: ['ask'],
        body: z.unknown(),
      },
    },
    async (request, reply) => {
      const left = leavingOf(reply);
      const { Server, Transport } = await loadSdk();
      const server = new Server({ name: 'sourcier', version: '1' });
      addTools(server, services, request, AbortSignal.any([left, api.stopping]));
      const transport = new Transport({ enableJsonResponse: true });
      left.addEventListener('abort', () => void server.close());
      await server.connect(transport as Parameters<typeof server.connect>[0]);
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      await transport.handleRequest(request.raw, reply.raw, request.body);
      return reply;
    },
  );
};

function addTools(server: McpServer, services: Services, request: FastifyRequest, signal: AbortSignal): void {
  const { within } = request;
  const readOnly = { readOnlyHint: true, openWorldHint: false };

  server.registerTool(
    'search',
    {
      title: 'Search documents',
      description: 'Passages of documents that the caller may read, best first.',
      inputSchema: { query: typedText, limit: z.int().min(1).max(limits.searchResults).default(8), spaces },
      annotations: readOnly,
    },
    ({ query, limit, spaces: where }) =>
      attempt(request, async () => {
        const found = await services.search(within, { query, limit, scope: scopeOf(where), signal });
        const results = found.passages.map((passage, at) => presentResult(passage, at + 1));
        const shown = found.passages.map(({ document, place, text }, at) => {
          const stands = place ? `, ${placeLabel(place, document.language)}` : '';
          return `[${at + 1}] ${document.title}${stands} (document ${document.id})\n${text}`;
        });
        return { text: shown.join('\n\n') || 'Nothing found.', data: { results, scope: found.scope } };
      }),
  );

  server.registerTool(
    'ask',
    {
      title: 'Ask documents',
      description: 'An answer from documents that the caller may read, each sentence with its sources.',
      inputSchema: { question: typedText, spaces },
      annotations: readOnly,
    },
    ({ question, spaces: where }) =>
      attempt(request, async () => {
        const { confirm } = request;
        const asked = { question, scope: scopeOf(where), confirm, signal };
        const whole = await wholeAnswer(services.ask(within, asked));
        return { text: answerAsText(whole.answer), data: presentAnswer(whole) };
      }),
  );

  server.registerTool(
    'read',
    {
      title: 'Read a document',
      description: 'The text of one document, a part at a time: go on from `next`.',
      inputSchema: { document: z.string().max(200), from: z.int().min(0).default(0) },
      annotations: readOnly,
    },
    ({ document, from }) =>
      attempt(request, async () => {
        await services.assistant.require(within.org);
        const read = await services.library.readForModel(within, document);
        const whole = read.sections.map(({ text }) => text).join('\n\n');
        const text = whole.slice(from, from + limits.readCharacters);
        const end = from + text.length;
        const { id, title, path, space, version } = read.document;
        return {
          text,
          data: {
            document: { id, title, path, space, version },
            from,
            next: end < whole.length ? end : null,
            characters: whole.length,
          },
        };
      }),
  );
}

const scopeOf = (where: readonly string[] | undefined) => (where?.length ? { spaces: where } : {});

/** Errors leave as the tool's result, so that the client's model can read them; a stranger's text never does. */
async function attempt(
  request: FastifyRequest,
  run: () => Promise<{ readonly text: string; readonly data: object }>,
) {
  try {
    const { text, data } = await run();
    return {
      content: [{ type: 'text' as const, text }],
      structuredContent: data as Record<string, unknown>,
    };
  } catch (error) {
    const { title, code, detail } = problemOf(error, request);
    const text = `${title} [${code}]${detail === undefined ? '' : ` ${detail}`}`;
    return { content: [{ type: 'text' as const, text }], isError: true };
  }
}
