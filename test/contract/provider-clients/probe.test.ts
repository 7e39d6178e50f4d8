import { afterEach, describe, expect, test } from 'vitest';
import { createProviderClients } from '../../../src/adapters/openai-compatible/provider-clients.ts';
import { probeFindings } from '../../../src/core/providers/probe-texts.ts';
import {
  type DialectName,
  dialectNames,
  type ProbeResult,
  type ProviderConnection,
  type ProviderModels,
} from '../../../src/core/providers/provider.ts';
import { fixtures } from '../../support/providers/all.ts';
import type { Fault } from '../../support/providers/faults.ts';
import type { ProviderFixture } from '../../support/providers/fixture.ts';
import { modelNames } from '../../support/providers/fixture.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import { smallModel } from '../../support/providers/small-model.ts';

const clients = createProviderClients({ openedNetworks: ['127.0.0.0/8'] });
const apiKey = 'sk-test-key';

let server: ProviderServer;
afterEach(() => server.close());

async function start(fixture: DialectName | ProviderFixture): Promise<void> {
  server = await startProviderServer(fixture);
  server.reply = smallModel;
  server.usage = null;
}

async function probe(
  dialect: DialectName,
  about: Partial<ProviderConnection> & { models?: ProviderModels; signal?: AbortSignal } = {},
): Promise<Record<ProbeResult['probe'], ProbeResult>> {
  const { models = modelsOf(dialect), signal = new AbortController().signal, ...rest } = about;
  const results: ProbeResult[] = [];
  const connection = { dialect, baseUrl: server.baseUrl, apiKey, ...rest };
  for await (const result of clients.probe(connection, models, { signal })) results.push(result);
  expect(results.map(({ finding }) => finding).filter((code) => code && !(code in probeFindings))).toEqual(
    [],
  );
  return Object.fromEntries(results.map((result) => [result.probe, result])) as Awaited<
    ReturnType<typeof probe>
  >;
}

/** What a fixture serves. */
function modelsOf(dialect: DialectName): ProviderModels {
  const { chat, embeddings, rerank } = fixtures[dialect];
  return {
    ...(chat && { chat: modelNames.chat }),
    ...(embeddings && { embeddings: modelNames.embeddings }),
    ...(rerank && { rerank: modelNames.rerank }),
  };
}

describe('the connection is tested', () => {
  test.each(dialectNames)('against a server of %s in good health', async (dialect) => {
    await start(dialect);
    const { chat, embeddings, rerank, apiKey: wanted } = fixtures[dialect];
    const results = await probe(dialect);
    const outcomes = Object.fromEntries(
      Object.values(results).map(({ finding, outcome, probe: name }) => [name, finding ?? outcome]),
    );
    expect(outcomes).toEqual({
      auth: 'passed',
      models: 'passed',
      chat: chat ? 'passed' : 'not-used',
      stream: chat ? 'passed' : 'not-used',
      stop: chat ? 'passed' : 'not-used',
      json: chat && !['tgi', 'outscale'].includes(dialect) ? 'passed' : 'not-used',
      accents: chat ? 'passed' : 'not-used',
      'long-context': chat ? (dialect === 'ollama' ? 'context-truncated' : 'passed') : 'not-used',
      embedding: embeddings ? 'passed' : 'not-used',
      rerank: rerank ? 'passed' : 'not-used',
      'bad-key': keyOutcome(dialect, wanted),
    });
    if (chat) expect(results.stream.facts).toMatchObject({ usageInStream: true });
    if (embeddings)
      expect(results.embedding.facts).toEqual({
        dimension: 64,
        deterministic: true,
        normalised: dialect === 'tei',
      });
    expect(JSON.stringify(results)).not.toMatch(/VENDOR|sk-/);
  });

  test('what is listed decides how long the long request is', async () => {
    await start('vllm');
    server.contextTokens = 12_000;
    const { 'long-context': long, models } = await probe('vllm');
    expect(models.facts['contextTokens']).toBe(12_000);
    expect(long).toMatchObject({ outcome: 'passed', facts: { askedTokens: 10_800 } });
    const tokens = Number(long.facts['promptTokens']);
    expect(tokens).toBeGreaterThan(10_300);
    expect(tokens).toBeLessThan(11_000);
  });

  test('Ollama passes with a context that is large enough', async () => {
    await start('ollama');
    server.contextTokens = 8_192;
    expect((await probe('ollama'))['long-context']).toMatchObject({ outcome: 'passed', finding: null });
  });

  test('a server whose context is smaller than usual is asked for less', async () => {
    await start('openai');
    server.contextTokens = 4_096;
    expect((await probe('openai'))['long-context'].facts['askedTokens']).toBe(3_686);
    server.contextTokens = 1_000;
    expect((await probe('openai'))['long-context'].finding).toBe('input-too-long');
  });

  test('a wrong key is found out, and nothing else is asked', async () => {
    await start('mistral');
    const results = await probe('mistral', { apiKey: 'sk-wrong' });
    expect(results.auth).toMatchObject({ outcome: 'failed', finding: 'key-refused' });
    const others = Object.values(results).filter(({ probe: name }) => name !== 'auth');
    expect(new Set(others.map(({ finding }) => finding))).toEqual(new Set(['after-failure']));
    expect(server.requests).toHaveLength(1);
  });

  test('a missing key sends nothing', async () => {
    await start('ovh');
    const connection = { dialect: 'ovh', baseUrl: server.baseUrl } as const;
    for await (const { probe: name, finding } of clients.probe(connection, modelsOf('ovh'), {
      signal: new AbortController().signal,
    }))
      if (name === 'auth') expect(finding).toBe('key-missing');
    expect(server.requests).toEqual([]);
  });

  test('R53: an address in a network that nobody opened is not called', async () => {
    await start('vllm');
    const strict = createProviderClients({ openedNetworks: ['10.0.0.0/8'] });
    const connection = { dialect: 'vllm', baseUrl: server.baseUrl } as const;
    const findings = [];
    const signal = new AbortController().signal;
    for await (const { finding } of strict.probe(connection, modelsOf('vllm'), { signal }))
      findings.push(finding);
    expect(findings[0]).toBe('address-forbidden');
    const model = strict.languageModel(connection, { provider: 'p', model: 'chat-model' });
    const asked = model.stream([{ role: 'user', content: '?' }], { signal })[Symbol.asyncIterator]();
    await expect(asked.next()).rejects.toMatchObject({ code: 'MODEL_ADDRESS_FORBIDDEN' });
    expect(server.requests).toEqual([]);
  });

  test('a server that takes any key is told', async () => {
    await start('vllm');
    server.apiKey = null;
    expect((await probe('vllm'))['bad-key']).toMatchObject({
      outcome: 'failed',
      finding: 'wrong-key-accepted',
    });
  });

  test('a model that is not there fails, those that are go on', async () => {
    await start('albert');
    const results = await probe('albert', { models: { ...modelsOf('albert'), chat: 'gone' } });
    expect(results.auth.outcome).toBe('passed');
    expect(results.models).toMatchObject({ finding: 'model-not-listed' });
    expect(results.chat).toMatchObject({ finding: 'model-not-found' });
    expect(results.stream).toMatchObject({ outcome: 'skipped', finding: 'after-failure' });
    expect(results.embedding.outcome).toBe('passed');
    expect(results.rerank.outcome).toBe('passed');
  });

  test.each<[string, Fault, string]>([
    ['an overload', { kind: 'refusal', refusal: 'overloaded' }, 'unreachable'],
    ['too many requests', { kind: 'refusal', refusal: 'rate' }, 'rate-limited'],
    ['an empty purse', { kind: 'refusal', refusal: 'budget' }, 'budget-exhausted'],
  ])('%s is told as such', async (_, fault, finding) => {
    await start('albert');
    server.fault = fault;
    expect((await probe('albert')).auth).toMatchObject({ outcome: 'failed', finding });
  });

  test.each<[ProbeResult['probe'], string, (asked: string) => readonly string[]]>([
    ['chat', 'empty-reply', () => []],
    ['stream', 'not-streamed', (asked) => (asked.includes('omptez') ? ['1 2 3'] : ['oui'])],
    ['json', 'no-json', () => ['Paris, ', 'bien sûr.']],
    ['accents', 'accents-mangled', () => ['OÃ¹ est ', 'lâ€™œuvre']],
    ['accents', 'accents-missing', () => ['Ou est ', 'l oeuvre']],
    ['accents', 'accents-inexact', () => ['Où est ', 'le maïs']],
    ['long-context', 'canary-lost', () => ['Je ne ', 'sais pas.']],
  ])('%s: %s', async (name, finding, reply) => {
    await start('generic');
    server.reply = (turns) => reply(turns.at(-1)?.content ?? '');
    expect((await probe('generic'))[name].finding).toBe(finding);
  });

  test('a model that reasons first is given more words', async () => {
    await start('generic');
    server.faults.push(
      { kind: 'finish', reason: 'length' },
      // The list of models.
      { kind: 'finish', reason: 'stop' },
      { kind: 'finish', reason: 'length' },
    );
    let calls = 0;
    server.reply = (turns) => {
      calls += 1;
      return calls === 2 ? [] : smallModel(turns);
    };
    expect((await probe('generic')).chat).toMatchObject({ outcome: 'passed', finding: 'thinks-first' });
  });

  test('vectors that change, and an order that is wrong', async () => {
    await start('generic');
    let calls = 0;
    server.judge = () => {
      calls += 1;
      return calls;
    };
    const once = server.embeddings;
    const results = await probe('generic');
    expect(results.rerank.finding).toBe('order-wrong');
    expect(results.embedding.finding).toBeNull();
    Object.defineProperty(server, 'embeddings', {
      get: () => {
        calls += 1;
        return { ...once, dimension: 64 + calls };
      },
    });
    expect((await probe('generic')).embedding.finding).toBe('vectors-unusable');
  });

  test('an abort ends it with its reason', async () => {
    await start('generic');
    server.fault = { kind: 'silence' };
    const stop = new AbortController();
    const ended = probe('generic', { signal: stop.signal }).catch((error: unknown) => error);
    await server.seen(1);
    const reason = new Error('the administrator left');
    stop.abort(reason);
    expect(await ended).toBe(reason);
    expect(await server.requests[0]?.hungUp).toBe(true);
  });

  test('no connection is left behind', async () => {
    await start('generic');
    await probe('generic');
    await expect.poll(() => server.connections()).toBe(0);
  });
});

function keyOutcome(dialect: DialectName, wanted: string | null): string {
  if (wanted !== null) return 'passed';
  return dialect === 'ollama' ? 'no-authentication' : 'wrong-key-accepted';
}
