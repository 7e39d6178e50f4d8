import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dialects } from '../../../src/adapters/openai-compatible/dialects/all.ts';
import { createOpenAiEmbedder } from '../../../src/adapters/openai-compatible/embedder.ts';
import { dialectNames } from '../../../src/core/providers/provider.ts';
import { fixtures } from '../../support/providers/all.ts';
import type { Fault } from '../../support/providers/faults.ts';
import type { RefusalKind } from '../../support/providers/fixture.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import { cosine } from './behaviour.ts';

let server: ProviderServer;
afterEach(() => server.close());

const retryable: Readonly<Partial<Record<RefusalKind, boolean>>> = {
  'bad-key': false,
  'unknown-model': false,
  'bad-field': false,
  batch: false,
  budget: false,
  rate: true,
  overloaded: true,
  upstream: true,
};

describe.each(dialectNames.filter((name) => dialects[name].embeddings))('embeddings of %s', (dialect) => {
  beforeEach(async () => {
    server = await startProviderServer(dialect);
  });
  const embedder = (apiKey: string | null = 'sk-test-key') =>
    createOpenAiEmbedder({
      baseUrl: server.baseUrl,
      model: 'embedding-model',
      dialect,
      trust: 'on-premises',
      queryPrefix: '',
      passagePrefix: '',
      ...(apiKey !== null && { apiKey }),
    });

  test('come normalised and in order, in calls that its server takes', async () => {
    const one = embedder();
    const texts = Array.from({ length: one.maxTextsPerCall + 3 }, (_, at) => `texte numéro ${at}`);
    const vectors = await one.embed(texts, { kind: 'passage' });
    expect(vectors).toHaveLength(texts.length);
    expect(server.requests).toHaveLength(2);
    const [alone] = await one.embed(texts.slice(-1), { kind: 'passage' });
    expect(cosine(alone, vectors.at(-1))).toBeCloseTo(1, 5);
    expect(cosine(alone, vectors[0])).toBeLessThan(0.999);
  });

  const known = (Object.keys(retryable) as RefusalKind[]).filter(
    (kind) => fixtures[dialect].statuses[kind] !== undefined,
  );
  test.each(known)('R60: its refusal for %s is told in our words', async (refusal) => {
    server.fault = { kind: 'refusal', refusal };
    const error = await embedder()
      .embed(['un', 'deux'], { kind: 'query' })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'EMBEDDER_UNAVAILABLE', retryable: retryable[refusal] });
    const told = `${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
    expect(told).not.toMatch(/VENDOR|sk-test-key|deux/);
  });

  test.each<Fault>([
    { kind: 'html' },
    { kind: 'raw', body: '[]' },
    { kind: 'raw', body: '{"data":[{"embedding":"é"}]}' },
    { kind: 'empty' },
  ])('R83: an unusable reply is refused: $kind', async (fault) => {
    server.fault = fault;
    await expect(embedder().embed(['un', 'deux'], { kind: 'query' })).rejects.toMatchObject({
      code: 'EMBEDDER_UNAVAILABLE',
      retryable: false,
    });
  });

  test('a missing key is told before any call where one is wanted', async () => {
    const ended = await embedder(null)
      .embed(['un'], { kind: 'query' })
      .catch((reason: unknown) => reason);
    if (dialects[dialect].key !== 'required') return expect(server.requests).toHaveLength(1);
    expect(ended).toMatchObject({ code: 'EMBEDDER_UNAVAILABLE', retryable: false });
    expect(server.requests).toEqual([]);
  });
});

test.each(['outscale', 'tgi'] as const)('%s has no embeddings', async (dialect) => {
  server = await startProviderServer(dialect);
  const one = createOpenAiEmbedder({
    baseUrl: server.baseUrl,
    model: 'm',
    dialect,
    trust: 'on-premises',
    queryPrefix: '',
    passagePrefix: '',
  });
  await expect(one.embed(['un'], { kind: 'query' })).rejects.toMatchObject({ retryable: false });
  expect(server.requests).toEqual([]);
});
