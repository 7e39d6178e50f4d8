import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { dialects } from '../../../src/adapters/openai-compatible/dialects/all.ts';
import {
  createOpenAiLanguageModel,
  type ModelTimeouts,
} from '../../../src/adapters/openai-compatible/language-model.ts';
import type { ErrorCode } from '../../../src/core/errors.ts';
import { type DialectName, dialectNames } from '../../../src/core/providers/provider.ts';
import { fixtures } from '../../support/providers/all.ts';
import type { Fault } from '../../support/providers/faults.ts';
import type { RefusalKind } from '../../support/providers/fixture.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import { patient, runModel, told, turns } from './run-model.ts';

const apiKey = 'sk-test-key';
const reply = ['Où', ' est', ' l’œuvre', ' ?'];

const codes: Readonly<Record<Exclude<RefusalKind, 'batch' | 'not-found'>, [ErrorCode, boolean]>> = {
  'bad-key': ['MODEL_REFUSED_KEY', false],
  'unknown-model': ['MODEL_NOT_FOUND', false],
  'bad-field': ['MODEL_BAD_REPLY', false],
  'bad-turns': ['MODEL_BAD_REPLY', false],
  'too-long': ['MODEL_INPUT_TOO_LONG', false],
  rate: ['MODEL_RATE_LIMITED', true],
  budget: ['MODEL_BUDGET_EXHAUSTED', false],
  overloaded: ['MODEL_UNAVAILABLE', true],
  upstream: ['MODEL_UNAVAILABLE', true],
};

let server: ProviderServer;
afterEach(() => server.close());

function modelOf(
  dialect: DialectName,
  { key = apiKey, ...timeouts }: Partial<ModelTimeouts> & { key?: string | null } = {},
) {
  return createOpenAiLanguageModel(
    { baseUrl: server.baseUrl, model: 'chat-model', dialect, ...(key !== null && { apiKey: key }) },
    { ...patient, ...timeouts },
  );
}

describe.each(dialectNames.filter((name) => fixtures[name].chat))('a chat model of %s', (dialect) => {
  beforeEach(async () => {
    server = await startProviderServer(dialect);
    server.reply = reply;
    server.usage = null;
  });
  const model = (settings: Parameters<typeof modelOf>[1] = {}) => modelOf(dialect, settings);

  test('streams text, then the usage, and is asked in words that its server takes', async () => {
    const { error, text, usage } = await runModel(model(), { temperature: 0.1, maxTokens: 700 });
    expect({ error, text }).toEqual({ error: null, text: 'Où est l’œuvre ?' });
    expect(usage).toMatchObject({ completionTokens: 4 });
    expect(usage?.promptTokens).toBeGreaterThan(5);
  });

  test('takes instructions, and two turns of one role in a row, as its templates do', async () => {
    const history = [
      ...turns,
      { role: 'user', content: 'Et à Brest ?' },
      { role: 'assistant', content: 'Midi.' },
      { role: 'user', content: 'Et demain ?' },
    ] as const;
    expect(await runModel(model(), { turns: history })).toMatchObject({ error: null });
    const sent = JSON.stringify(server.requests.at(-1)?.body.messages);
    for (const { content } of history) expect(sent).toContain(content);
  });

  test('a reply that was cut at its length is not taken for whole', async () => {
    expect(await runModel(model(), { maxTokens: 2 })).toMatchObject({
      text: 'Où est',
      error: { code: 'MODEL_BAD_REPLY', detail: 'cut short' },
    });
  });

  const known = (Object.keys(codes) as (keyof typeof codes)[]).filter(
    (kind) => fixtures[dialect].statuses[kind] !== undefined,
  );
  test.each(known)('R60: its refusal for %s is told in our words', async (refusal) => {
    server.fault = { kind: 'refusal', refusal, retryAfter: '60' };
    const { error, text } = await runModel(model());
    const [code, retryable] = codes[refusal];
    expect({ text, code: error?.code, retryable: error?.retryable }).toEqual({ text: '', code, retryable });
    expect(told(error)).not.toMatch(/VENDOR|sk-test-key|Quelle heure/);
  });

  test('a missing key is told before any call where one is wanted, and no other dialect wants one', async () => {
    const { error } = await runModel(model({ key: null }));
    if (dialects[dialect].key === 'required') {
      expect(error?.code).toBe('MODEL_KEY_MISSING');
      expect(server.requests).toEqual([]);
    } else expect(server.requests[0]?.headers.authorization).toBe('Bearer none');
  });

  test('R83: waits a short Retry-After, and none that is long', async () => {
    const refusal = fixtures[dialect].statuses.rate === undefined ? 'overloaded' : 'rate';
    server.faults.push({ kind: 'refusal', refusal, retryAfter: '0' });
    expect(await runModel(model())).toMatchObject({ error: null, text: 'Où est l’œuvre ?' });
    server.faults.push({ kind: 'refusal', refusal, retryAfter: '4' });
    expect((await runModel(model())).error?.retryable).toBe(true);
    expect(server.requests).toHaveLength(3);
  });

  test('R83: is asked once more after an overload in a stream that says nothing, never after its first token', async () => {
    // TGI names no status there: it is not known to be worth another attempt.
    const named = dialect !== 'tgi';
    server.faults.push({ kind: 'error-in-stream', status: 503, words: 0 });
    expect((await runModel(model())).error?.code).toBe(named ? undefined : 'MODEL_BAD_REPLY');
    const before = server.requests.length;
    server.faults.push({ kind: 'error-in-stream', status: 503, words: 2 });
    const { error, text } = await runModel(model());
    expect({ text, code: error?.code }).toEqual({
      text: 'Où est',
      code: named ? 'MODEL_UNAVAILABLE' : 'MODEL_BAD_REPLY',
    });
    expect(told(error)).not.toMatch(/VENDOR/);
    expect(server.requests).toHaveLength(before + 1);
  });

  test.each<[string, Fault, string, ErrorCode | undefined]>([
    ['characters in two packets', { kind: 'split-utf8' }, 'Où est l’œuvre ?', undefined],
    ['invalid UTF-8', { kind: 'invalid-utf8' }, 'Où est l’œuvre ?\ufffd(\ufffd', undefined],
    ['R44: strange events', { kind: 'unknown-events' }, 'Oui. Où est l’œuvre ?', undefined],
    ['no [DONE]', { kind: 'no-done', finished: true }, 'Où est l’œuvre ?', undefined],
    ['no end', { kind: 'no-done', finished: false }, 'Où est l’œuvre ?', 'MODEL_BAD_REPLY'],
    ['a cut in a token', { kind: 'cut', words: 2 }, 'Où est', 'MODEL_UNAVAILABLE'],
    ['malformed events', { kind: 'malformed-json' }, 'Où est l’œuvre ?', 'MODEL_BAD_REPLY'],
    ['a line of 10 MB', { kind: 'huge-line' }, '', 'MODEL_BAD_REPLY'],
    ['a page with 200', { kind: 'html' }, '', 'MODEL_BAD_REPLY'],
    ['nothing', { kind: 'empty' }, '', 'MODEL_BAD_REPLY'],
    [
      'a length of Mistral’s',
      { kind: 'finish', reason: 'model_length' },
      'Où est l’œuvre ?',
      'MODEL_BAD_REPLY',
    ],
  ])('R83: %s', async (_, fault, text, code) => {
    server.fault = fault;
    const outcome = await runModel(model());
    expect({ text: outcome.text, code: outcome.error?.code }).toEqual({ text, code });
  });

  test('R83: gives up on silence at once, in a while, and in all', async () => {
    server.fault = { kind: 'silence' };
    expect((await runModel(model({ firstTokenTimeoutMs: 100 }))).error?.detail).toBe('first token time-out');
    server.fault = { kind: 'stall', words: 1 };
    expect((await runModel(model({ idleTimeoutMs: 100 }))).error?.detail).toBe('idle time-out');
    expect((await runModel(model({ totalTimeoutMs: 200 }))).error?.detail).toBe('total time-out');
    for (const { hungUp } of server.requests) expect(await hungUp).toBe(true);
  });

  test('R83: is left alone after 5 failures in a row; after a rest one call decides', async () => {
    server.fault = { kind: 'refusal', refusal: 'overloaded', retryAfter: '60' };
    const one = model({ breakerRestMs: 200 });
    for (let call = 0; call < tunables.answering.breakerFailures; call += 1) await runModel(one);
    const before = server.requests.length;
    expect((await runModel(one)).error?.code).toBe('MODEL_UNAVAILABLE');
    expect(server.requests).toHaveLength(before);

    await sleep(250);
    await runModel(one);
    expect(server.requests).toHaveLength(before + 1);
    await runModel(one);
    expect(server.requests).toHaveLength(before + 1);

    await sleep(250);
    server.fault = null;
    expect((await runModel(one)).error).toBeNull();
    expect((await runModel(one)).error).toBeNull();
  });

  test('R86: stopping in the middle closes the upstream call within a second', async () => {
    server.fault = { kind: 'stall', words: 1 };
    let stoppedAt = 0;
    for await (const event of model().stream(turns, { signal: new AbortController().signal })) {
      expect(event).toEqual({ type: 'text-delta', text: 'Où' });
      stoppedAt = performance.now();
      break;
    }
    expect(await server.requests[0]?.hungUp).toBe(true);
    expect(performance.now() - stoppedAt).toBeLessThan(1_000);
  });
});

describe('what single providers do differently', () => {
  const start = async (dialect: DialectName): Promise<void> => {
    server = await startProviderServer(dialect);
    server.usage = null;
  };

  test('OpenAI: a temperature that a model refuses is left out from then on', async () => {
    await start('openai');
    const one = modelOf('openai');
    expect((await runModel(one, { temperature: 0.1, maxTokens: 50 })).error).toBeNull();
    expect((await runModel(one, { temperature: 0.1 })).error).toBeNull();
    expect(server.requests.map(({ body }) => body.temperature)).toEqual([0.1, undefined, undefined]);
    expect(server.requests[1]?.body).toMatchObject({ max_completion_tokens: 50 });
  });

  test('Mistral: a field refused in any of its three shapes gives one code', async () => {
    await start('mistral');
    server.fault = { kind: 'refusal', refusal: 'bad-field' };
    for (let shape = 0; shape < 3; shape += 1)
      expect((await runModel(modelOf('mistral'))).error).toMatchObject({
        code: 'MODEL_BAD_REPLY',
        detail: 'HTTP 422',
        retryable: false,
      });
  });

  test('Mistral and Outscale are not asked for usage', async () => {
    for (const dialect of ['mistral', 'outscale'] as const) {
      await start(dialect);
      await runModel(modelOf(dialect));
      expect(server.requests[0]?.body).not.toHaveProperty('stream_options');
      if (dialect === 'mistral') await server.close();
    }
  });

  test('Albert: tools are refused in every request; cost and energy come with the tokens, old and new', async () => {
    await start('albert');
    const { usage } = await runModel(modelOf('albert'));
    expect(server.requests[0]?.body.tool_choice).toBe('none');
    expect(usage).toMatchObject({ costEuro: 0.0021, energyWh: 500 });
    const spent = dialects.albert.chat?.spendingOf;
    expect(spent?.({ cost: 0, impacts: { kWh: 0.5, kgCO2eq: 0.1 } })).toEqual({
      costEuro: 0,
      energyWh: 500,
    });
    expect(spent?.({ cost: -1, carbon: 'none' })).toEqual({});
  });

  test('Scaleway: an overload inside a stream that began with 200 is an overload', async () => {
    await start('scaleway');
    server.fault = { kind: 'error-in-stream', status: 502, words: 1 };
    expect((await runModel(modelOf('scaleway'))).error).toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      detail: 'HTTP 502',
    });
  });

  test('OVH answers strangers, but not through us', async () => {
    await start('ovh');
    const stranger = await fetch(`${server.baseUrl}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'chat-model', messages: turns }),
    });
    expect(stranger.status).toBe(200);
    expect((await runModel(modelOf('ovh', { key: null }))).error?.code).toBe('MODEL_KEY_MISSING');
    expect(server.requests).toHaveLength(1);
  });

  test('Ollama: a prompt that was cut in silence fails loudly, and its cost is told all the same', async () => {
    await start('ollama');
    const long = [{ role: 'user', content: 'Le conseil municipal délibère. '.repeat(1_000) }] as const;
    const cut = await runModel(modelOf('ollama'), { turns: long });
    expect(cut.error).toMatchObject({ code: 'MODEL_CONTEXT_TRUNCATED', retryable: false });
    expect(cut.usage?.promptTokens).toBeGreaterThan(0);
    server.contextTokens = 32_768;
    expect((await runModel(modelOf('ollama'), { turns: long })).error).toBeNull();
  });

  test('vLLM and Scaleway refuse a prompt that is too long', async () => {
    for (const dialect of ['vllm', 'scaleway'] as const) {
      await start(dialect);
      const long = [{ role: 'user', content: 'Le conseil municipal délibère. '.repeat(2_000) }] as const;
      expect((await runModel(modelOf(dialect), { turns: long })).error?.code).toBe('MODEL_INPUT_TOO_LONG');
      if (dialect === 'vllm') await server.close();
    }
  });

  test('TEI has no chat', async () => {
    await start('tei');
    expect((await runModel(modelOf('tei'))).error?.code).toBe('MODEL_NOT_FOUND');
    expect(server.requests).toEqual([]);
  });
});
