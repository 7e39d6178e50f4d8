import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RerankServer, rerankDialects } from '../../../config/env.ts';
import { tunables } from '../../../config/tunables.ts';
import { createReranker } from '../../../src/adapters/rerank/reranker.ts';
import { albertOf2025 } from '../../support/providers/albert.ts';
import { fixtures } from '../../support/providers/all.ts';
import type { Fault } from '../../support/providers/faults.ts';
import type { ProviderFixture } from '../../support/providers/fixture.ts';
import type { Score } from '../../support/providers/rerank-fixtures.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';

/** Who speaks each of them. */
const speakers: Readonly<Record<RerankServer['dialect'], ProviderFixture>> = {
  cohere: fixtures.generic,
  tei: fixtures.tei,
  albert: fixtures.albert,
  'albert-v1': albertOf2025,
};
const apiKey = 'sk-rerank-key';

const query = 'Quel est le tarif de la cantine ?';
const texts = [
  'La piscine ouvre à neuf heures.',
  'Le tarif de la cantine est de trois euros.',
  'La cantine est fermée le mercredi.',
];
const timeoutMs = 10_000;

const scores = (change: (scores: readonly Score[]) => readonly Score[]): Fault => ({
  kind: 'scores',
  change,
});
const withFirst = (score: unknown) =>
  scores(([first, ...others]) => [{ index: 0, ...first, score }, ...others]);

describe.each(rerankDialects)('a reranker that speaks %s', (dialect) => {
  let server: ProviderServer;
  beforeEach(async () => {
    server = await startProviderServer(speakers[dialect]);
    server.apiKey = apiKey;
  });
  afterEach(() => server.close());

  const reranker = (settings: Partial<RerankServer> = {}) =>
    createReranker({
      baseUrl: server.baseUrl,
      model: 'bge-reranker-v2-m3',
      apiKey,
      dialect,
      trust: 'on-premises',
      ...settings,
    });
  const failure = (settings: Partial<RerankServer> = {}, waitMs = timeoutMs): Promise<unknown> =>
    reranker(settings)
      .rerank(query, texts, { timeoutMs: waitMs })
      .then(
        (given) => ({ given }),
        (error: unknown) => error,
      );

  test('gives the scores in the order of the texts, though they come best first', async () => {
    const given = await reranker().rerank(query, texts, { timeoutMs });
    expect(given).toEqual(texts.map((text) => server.judge(query, text)));
    expect(new Set(given).size).toBe(3);
    expect(server.requests).toMatchObject([{ path: `${speakers[dialect].base}/rerank` }]);
    expect(server.requests[0]?.judged).toMatchObject({ query, texts });
  });

  test('takes scores that are no probabilities, and a base address that ends with a slash', async () => {
    server.judge = (_, text) => 3 - text.length;
    const given = await reranker({ baseUrl: `${server.baseUrl}/` }).rerank(query, texts, { timeoutMs });
    expect(given).toEqual(texts.map((text) => 3 - text.length));
  });

  test('takes as many texts as are judged at most, as long as they may be', async () => {
    const { candidates, characters } = tunables.find.rerank;
    const many = Array.from({ length: candidates }, (_, at) => `${at} ${'é'.repeat(characters)}`);
    expect(await reranker().rerank(query, many, { timeoutMs })).toHaveLength(candidates);
  });

  test('nothing to judge asks nothing', async () => {
    expect(await reranker().rerank(query, [], { timeoutMs })).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  test.each<[string, Fault | null, boolean, Partial<RerankServer>?]>([
    ['a refused key', null, false, { apiKey: 'sk-wrong' }],
    ['an address that is not there', { kind: 'status', status: 404 }, false],
    ['a text that is too long', { kind: 'status', status: 413 }, false],
    ['a request that it does not understand', { kind: 'status', status: 422 }, false],
    ['too many requests', { kind: 'status', status: 429 }, true],
    ['a server error', { kind: 'status', status: 500 }, true],
    ['an overloaded gateway', { kind: 'status', status: 503 }, true],
    ['a connection that breaks', { kind: 'cut', words: 0 }, true],
    ['a page of a portal', { kind: 'html' }, false],
    ['a reply without end', { kind: 'huge-line' }, false],
    ['another shape', { kind: 'raw', body: '{"object":"list"}' }, false],
    ['no JSON', { kind: 'raw', body: '{"results":[{"index":0' }, false],
    ['a missing score', scores((all) => all.slice(1)), false],
    ['a score too many', scores((all) => [...all, { index: 3, score: 0.1 }]), false],
    ['an index out of range', scores(([, ...all]) => [...all, { index: 3, score: 0.1 }]), false],
    ['a negative index', scores(([, ...all]) => [...all, { index: -1, score: 0.1 }]), false],
    ['half an index', scores(([, ...all]) => [...all, { index: 0.5, score: 0.1 }]), false],
    ['an index twice', scores(([, ...all]) => [...all, ...all.slice(0, 1)]), false],
    ['a score that is no number', withFirst('0.9'), false],
    ['a score that is null, as NaN is written', withFirst(null), false],
  ])('R60: %s is told without a word of the vendor', async (_, fault, retryable, settings) => {
    server.fault = fault;
    const error = await failure(settings);
    expect(error).toMatchObject({ code: 'RERANKER_UNAVAILABLE', retryable });
    const told = `${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
    expect(told).not.toMatch(/VENDOR|sk-|Portail|cantine/);
  });

  test.each(['NaN', '1e999'])('a score of %s is refused', async (number) => {
    const body = JSON.stringify(
      speakers[dialect].rerank?.reply(
        [0, 1, 2].map((index) => ({ index, score: 0.5 })),
        texts,
      ),
    );
    server.fault = { kind: 'raw', body: body.replaceAll('0.5', number) };
    expect(await failure()).toMatchObject({ code: 'RERANKER_UNAVAILABLE', retryable: false });
  });

  test('R52: follows no redirect', async () => {
    const other = await startProviderServer(speakers[dialect]);
    server.fault = { kind: 'redirect', to: `${other.baseUrl}/rerank` };
    expect(await failure()).toMatchObject({ code: 'RERANKER_UNAVAILABLE' });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test.each<Fault>([
    { kind: 'silence' },
    { kind: 'stall', words: 0 },
  ])('gives up on time and hangs up: $kind', async (fault) => {
    server.fault = fault;
    expect(await failure({}, 150)).toMatchObject({ code: 'RERANKER_UNAVAILABLE', retryable: true });
    expect(await server.requests[0]?.hungUp).toBe(true);
  });

  test('R86: an abort closes the upstream call', async () => {
    server.fault = { kind: 'silence' };
    const stop = new AbortController();
    const ended = reranker()
      .rerank(query, texts, { timeoutMs, signal: stop.signal })
      .catch((error: unknown) => error);
    await server.seen(1);
    const reason = new Error('the reader left');
    stop.abort(reason);
    expect(await ended).toBe(reason);
    expect(await server.requests[0]?.hungUp).toBe(true);
  });

  test('R83: a server that keeps failing is left alone', async () => {
    server.fault = { kind: 'status', status: 500 };
    const one = reranker();
    const ask = () => one.rerank(query, texts, { timeoutMs }).catch((error: unknown) => error);
    for (let call = 0; call < tunables.answering.breakerFailures; call += 1) await ask();
    server.fault = null;
    expect(await ask()).toMatchObject({ code: 'RERANKER_UNAVAILABLE', retryable: true });
    expect(server.requests).toHaveLength(tunables.answering.breakerFailures);
  });
});
