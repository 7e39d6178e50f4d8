import { afterEach, describe, expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { dialects } from '../../../src/adapters/openai-compatible/dialects/all.ts';
import { createProviderClients } from '../../../src/adapters/openai-compatible/provider-clients.ts';
import { type DialectName, dialectNames } from '../../../src/core/providers/provider.ts';
import { modelNames } from '../../support/providers/fixture.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';

const clients = createProviderClients({ openedNetworks: ['127.0.0.0/8'] });
const apiKey = 'sk-test-key';
const vectors = { model: modelNames.embeddings, queryPrefix: '? ', passagePrefix: '', trust: 'eu' } as const;
const order = { model: modelNames.rerank, trust: 'eu' } as const;

let server: ProviderServer;
afterEach(() => server.close());

async function connect(dialect: DialectName) {
  server = await startProviderServer(dialect);
  return { dialect, baseUrl: server.baseUrl, apiKey };
}

describe.each(dialectNames)('a provider of an organisation that speaks %s', (dialect) => {
  const { embeddings, rerank } = dialects[dialect];

  test(embeddings ? 'embeds, in its words and under its level of trust' : 'embeds nothing', async () => {
    const embedder = clients.embedder(await connect(dialect), vectors);
    expect(embedder.trust).toBe('eu');
    const embedding = embedder.embed(['la cantine', 'la piscine'], { kind: 'query' });
    if (!embeddings) return expect(embedding).rejects.toMatchObject({ code: 'EMBEDDER_UNAVAILABLE' });
    expect(await embedding).toHaveLength(2);
    expect(server.requests[0]?.raw).toContain('? la cantine');
  });

  test(rerank ? 'reranks' : 'reranks nothing', async () => {
    const connection = await connect(dialect);
    if (!rerank)
      return expect(() => clients.reranker(connection, order)).toThrow(
        expect.objectContaining({ code: 'RERANKER_UNAVAILABLE', retryable: false }),
      );
    const texts = ['la piscine', 'le tarif de la cantine'];
    const scores = await clients
      .reranker(connection, order)
      .rerank('tarif cantine', texts, { timeoutMs: 10_000 });
    expect(scores[1]).toBeGreaterThan(scores[0] ?? 1);
  });
});

test('R53: neither vectors nor an order are asked for in a network that the operator has not opened', async () => {
  const closed = createProviderClients({ openedNetworks: [] });
  const connection = await connect('vllm');
  await expect(closed.embedder(connection, vectors).embed(['un'], { kind: 'passage' })).rejects.toMatchObject(
    { code: 'MODEL_ADDRESS_FORBIDDEN' },
  );
  await expect(
    closed.reranker(connection, order).rerank('un', ['deux'], { timeoutMs: 10_000 }),
  ).rejects.toMatchObject({ code: 'MODEL_ADDRESS_FORBIDDEN' });
  expect(server.requests).toEqual([]);
});

test('R83: an embedder that keeps failing is left alone; a text that it refuses says nothing of it', async () => {
  const embedder = clients.embedder(await connect('generic'), vectors);
  const fail = () => embedder.embed(['un'], { kind: 'passage' }).catch((error: unknown) => error);
  server.fault = { kind: 'status', status: 400 };
  for (let i = 0; i < tunables.answering.breakerFailures + 1; i += 1) await fail();
  expect(server.requests).toHaveLength(tunables.answering.breakerFailures + 1);
  server.fault = { kind: 'status', status: 503 };
  for (let i = 0; i < tunables.answering.breakerFailures; i += 1) await fail();
  const before = server.requests.length;
  server.fault = null;
  expect(await fail()).toMatchObject({ code: 'EMBEDDER_UNAVAILABLE', retryable: true });
  expect(server.requests).toHaveLength(before);
});
