import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EmbeddingServer } from '../../../config/env.ts';
import { tunables } from '../../../config/tunables.ts';
import { createOpenAiEmbedder } from '../../../src/adapters/openai-compatible/embedder.ts';
import type { Fault } from '../../support/providers/faults.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import { cosine, describeEmbedder } from './behaviour.ts';

let server: ProviderServer;
beforeEach(async () => {
  server = await startProviderServer('generic');
});
afterEach(() => server.close());

function embedder(
  settings = { timeoutMs: 10_000, maxTextsPerCall: 3 },
  about: Partial<EmbeddingServer> = {},
) {
  return createOpenAiEmbedder(
    {
      baseUrl: server.baseUrl,
      model: 'e5-small',
      trust: 'on-premises',
      apiKey: 'sk-test-key',
      queryPrefix: 'query: ',
      passagePrefix: 'passage: ',
      ...about,
    },
    settings,
  );
}

describe('an embedder behind an OpenAI-compatible server', () => {
  describeEmbedder(embedder);

  test('asks in several calls when there are more texts than one takes', async () => {
    await embedder().embed(['la cantine', 'le budget', 'la piscine', 'le conseil'], { kind: 'passage' });
    expect(server.requests.map((request) => request.body.input.length)).toEqual([3, 1]);
  });

  test('puts the prefix of the kind before each text', async () => {
    await embedder().embed(['tarif'], { kind: 'query' });
    await embedder().embed(['tarif'], { kind: 'passage' });
    expect(server.requests.map((request) => request.body.input)).toEqual([
      ['query: tarif'],
      ['passage: tarif'],
    ]);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-test-key');
  });

  test('reads base64 and replies out of order alike', async () => {
    const asNumbers = await embedder().embed(['un', 'deux', 'trois'], { kind: 'query' });
    server.embeddings = { dimension: 64, format: 'base64', reverse: true };
    const asBase64 = await embedder().embed(['un', 'deux', 'trois'], { kind: 'query' });
    for (const [index, vector] of asBase64.entries())
      expect(cosine(vector, asNumbers[index])).toBeCloseTo(1, 5);
  });

  test('nothing to embed asks nothing', async () => {
    await embedder().embed([], { kind: 'query' });
    expect(server.requests).toEqual([]);
  });

  test('the generation changes with the model and with what is put before passages, not before questions', () => {
    const generationOf = (about: Partial<EmbeddingServer>) => embedder(undefined, about).generation;
    expect(generationOf({ passagePrefix: '' })).toBe(`e5-small@${tunables.embedding.textVersion}`);
    const names = [{}, { passagePrefix: '' }, { passagePrefix: 'texte: ' }, { model: 'e5-base' }].map(
      generationOf,
    );
    expect(new Set(names).size).toBe(names.length);
    expect(generationOf({ queryPrefix: '' })).toBe(generationOf({}));
  });

  test('a server that changes the dimension is refused', async () => {
    const one = embedder();
    await one.embed(['un'], { kind: 'query' });
    server.embeddings.dimension = 32;
    await expect(one.embed(['un'], { kind: 'query' })).rejects.toMatchObject({
      code: 'EMBEDDER_UNAVAILABLE',
      retryable: false,
    });
  });

  test.each<[string, Fault, boolean]>([
    ['a refused key', { kind: 'status', status: 401 }, false],
    ['too many requests', { kind: 'status', status: 429, retryAfter: '1' }, true],
    ['a batch that is too large', { kind: 'status', status: 413 }, false],
    ['a server error', { kind: 'status', status: 500 }, true],
    ['a page of a portal', { kind: 'html' }, false],
    ['a connection that breaks', { kind: 'cut', words: 0 }, true],
    ['a missing vector', { kind: 'empty' }, false],
  ])('R60: %s is told without a word of the vendor', async (_, fault, retryable) => {
    server.fault = fault;
    const error = await embedder()
      .embed(['un', 'deux'], { kind: 'query' })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'EMBEDDER_UNAVAILABLE', retryable });
    const told = `${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
    expect(told).not.toMatch(/VENDOR|sk-test-key|Portail/);
  });

  test('R52: follows no redirect', async () => {
    const other = await startProviderServer('generic');
    server.fault = { kind: 'redirect', to: `${other.baseUrl}/embeddings` };
    await expect(embedder().embed(['un'], { kind: 'query' })).rejects.toMatchObject({
      code: 'EMBEDDER_UNAVAILABLE',
    });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test('gives up on a silent server, and hangs up', async () => {
    server.fault = { kind: 'silence' };
    const patience = embedder({ timeoutMs: 150, maxTextsPerCall: 3 });
    await expect(patience.embed(['un'], { kind: 'query' })).rejects.toMatchObject({
      code: 'EMBEDDER_UNAVAILABLE',
      retryable: true,
    });
    expect(await server.requests[0]?.hungUp).toBe(true);
  });

  test('R86: an abort closes the upstream call', async () => {
    server.fault = { kind: 'silence' };
    const stop = new AbortController();
    const ended = embedder()
      .embed(['un'], { kind: 'query', signal: stop.signal })
      .catch((error: unknown) => error);
    await server.seen(1);
    const reason = new Error('the reader left');
    stop.abort(reason);
    expect(await ended).toBe(reason);
    expect(await server.requests[0]?.hungUp).toBe(true);
  });
});
