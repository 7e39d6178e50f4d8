import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createOpenAiLanguageModel,
  type ModelTimeouts,
} from '../../../src/adapters/openai-compatible/language-model.ts';
import { type Fault, vendorSecret } from '../../support/providers/faults.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import { patient, runModel as run, told, turns } from './run-model.ts';

let server: ProviderServer;
beforeEach(async () => {
  server = await startProviderServer('generic');
});
afterEach(() => server.close());

function model(timeouts: Partial<ModelTimeouts> = {}, apiKey?: string) {
  return createOpenAiLanguageModel(
    { baseUrl: server.baseUrl, model: 'test-model', ...(apiKey && { apiKey }) },
    { ...patient, ...timeouts },
  );
}

describe('a chat model behind an OpenAI-compatible server', () => {
  test('streams text, then the usage', async () => {
    expect(await run(model())).toEqual({
      text: 'Bonjour tout le monde [1].',
      usage: { promptTokens: 42, completionTokens: 7 },
      error: null,
    });
  });

  test('sends the turns as they are, with the sampling of the prompt', async () => {
    await run(model({}, 'secret-key'), { temperature: 0.1, maxTokens: 700 });
    const [request] = server.requests;
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers.authorization).toBe('Bearer secret-key');
    expect(request?.body).toEqual({
      model: 'test-model',
      messages: turns,
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.1,
      max_tokens: 700,
    });
  });

  test('sends a placeholder where no key is configured, and no header that tells of the machine', async () => {
    await run(model());
    expect(server.requests[0]?.headers.authorization).toBe('Bearer none');
    expect(Object.keys(server.requests[0]?.headers ?? {}).sort()).toEqual(
      ['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host'].sort(),
    );
  });

  test('is asked again without usage when the server does not know that field', async () => {
    server.faults.push({ kind: 'status', status: 422 });
    expect(await run(model())).toMatchObject({
      text: 'Bonjour tout le monde [1].',
      usage: null,
      error: null,
    });
    expect(server.requests[1]?.body.stream_options).toBeUndefined();
  });

  test('asks for usage again where leaving it out did not help', async () => {
    const asked = model();
    server.faults.push({ kind: 'status', status: 400 }, { kind: 'status', status: 400 });
    expect((await run(asked)).error).toMatchObject({ code: 'MODEL_BAD_REPLY' });
    expect((await run(asked)).usage).not.toBeNull();
    expect(server.requests.at(-1)?.body.stream_options).toEqual({ include_usage: true });
    server.faults.push({ kind: 'status', status: 400 });
    await run(asked);
    await run(asked);
    expect(server.requests.at(-1)?.body.stream_options).toBeUndefined();
  });

  test('R95: a model that goes on beyond its tokens is ended', async () => {
    server.reply = Array.from({ length: 2_000 }, () => 'encore et encore ');
    const { text, error } = await run(model(), { maxTokens: 500 });
    expect(error).toMatchObject({ code: 'MODEL_BAD_REPLY', detail: 'cut short' });
    expect(text.length).toBeGreaterThan(500 * 12);
    expect(text.length).toBeLessThan(500 * 12 + 1_000);
  });

  test('names the provider by its host', () => {
    expect(model().provider).toBe(new URL(server.baseUrl).host);
    expect(model().model).toBe('test-model');
  });

  test('sends nothing elsewhere and prints nothing when the environment asks for traces', async () => {
    const traces = await startProviderServer('generic');
    const printed = vi.spyOn(console, 'log');
    const environment = {
      LANGSMITH_TRACING: 'true',
      LANGCHAIN_TRACING_V2: 'true',
      LANGCHAIN_VERBOSE: 'true',
      LANGSMITH_API_KEY: 'x',
      LANGSMITH_ENDPOINT: traces.baseUrl,
      LANGSMITH_GATEWAY: traces.baseUrl,
      OPENAI_LOG: 'debug',
      HTTP_PROXY: traces.baseUrl,
      http_proxy: traces.baseUrl,
      ALL_PROXY: traces.baseUrl,
      NODE_USE_ENV_PROXY: '1',
      OPENAI_ORG_ID: 'from-environment',
      OPENAI_BASE_URL: traces.baseUrl,
      OPENAI_API_KEY: 'from-environment',
      OPENAI_CUSTOM_HEADERS: 'Authorization: Bearer from-environment',
    };
    for (const [key, value] of Object.entries(environment)) vi.stubEnv(key, value);
    try {
      expect((await run(model())).error).toBeNull();
      expect(traces.requests).toEqual([]);
      expect(printed).not.toHaveBeenCalled();
      expect(JSON.stringify(server.requests[0]?.headers)).not.toContain('from-environment');
    } finally {
      vi.unstubAllEnvs();
      printed.mockRestore();
      await traces.close();
    }
  });
});

describe('R83: every fault of a provider has a bounded, explained outcome', () => {
  const cases: [string, Fault, string, boolean][] = [
    ['a refused key', { kind: 'status', status: 401 }, 'MODEL_REFUSED_KEY', false],
    ['a forbidden model', { kind: 'status', status: 403 }, 'MODEL_REFUSED_KEY', false],
    ['an unknown model', { kind: 'status', status: 404 }, 'MODEL_NOT_FOUND', false],
    ['too many requests', { kind: 'status', status: 429, retryAfter: '60' }, 'MODEL_RATE_LIMITED', true],
    ['a server error', { kind: 'status', status: 500 }, 'MODEL_UNAVAILABLE', true],
    ['a page of a portal', { kind: 'html' }, 'MODEL_BAD_REPLY', false],
    ['a reply without text', { kind: 'empty' }, 'MODEL_BAD_REPLY', false],
    ['a line of 10 MB', { kind: 'huge-line' }, 'MODEL_BAD_REPLY', false],
  ];
  test.each(cases)('R60: %s', async (_, fault, code, retryable) => {
    server.fault = fault;
    const { text, error } = await run(model({}, 'sk-test-key'));
    expect(text).toBe('');
    expect(error).toMatchObject({ code, retryable });
    expect(told(error)).not.toContain('VENDOR');
    expect(told(error)).not.toContain('sk-test-key');
    expect(vendorSecret).toContain('sk-test-key');
  });

  const broken: [string, Fault, string][] = [
    ['a cut in the middle of a token', { kind: 'cut', words: 2 }, 'MODEL_UNAVAILABLE'],
    ['an end without reason', { kind: 'no-done', finished: false }, 'MODEL_BAD_REPLY'],
    ['malformed events', { kind: 'malformed-json' }, 'MODEL_BAD_REPLY'],
    ['an error object after 200', { kind: 'error-in-stream' }, 'MODEL_BAD_REPLY'],
    ['a 503 after 200', { kind: 'error-in-stream', status: 503 }, 'MODEL_UNAVAILABLE'],
    ['an answer cut at its length', { kind: 'finish', reason: 'length' }, 'MODEL_BAD_REPLY'],
  ];
  test.each(broken)('keeps what streamed before %s, and tells', async (_, fault, code) => {
    server.fault = fault;
    const { text, error } = await run(model());
    expect(text.startsWith('Bonjour tout')).toBe(true);
    expect(error?.code).toBe(code);
    expect(told(error)).not.toContain('VENDOR');
    expect(server.requests).toHaveLength(1);
  });

  test('accepts an end without [DONE] when the server said that it was finished', async () => {
    server.fault = { kind: 'no-done', finished: true };
    expect(await run(model())).toMatchObject({ text: 'Bonjour tout le monde [1].', error: null });
  });

  test('reads invalid UTF-8 as replacement characters', async () => {
    server.fault = { kind: 'invalid-utf8' };
    const { text, error } = await run(model());
    expect(error).toBeNull();
    expect(text).toBe('Bonjour tout le monde [1].\ufffd(\ufffd');
  });

  test('R44: only text gets through tool calls, reasoning and unknown events', async () => {
    server.fault = { kind: 'unknown-events' };
    expect(await run(model())).toMatchObject({ text: 'Oui. Bonjour tout le monde [1].', error: null });
  });

  test('tries a failing server once more, and waits a short Retry-After', async () => {
    server.faults.push({ kind: 'status', status: 503 });
    expect((await run(model())).error).toBeNull();
    server.faults.push({ kind: 'status', status: 429, retryAfter: '0' });
    expect((await run(model())).error).toBeNull();
    expect(server.requests).toHaveLength(4);
  });

  test('waits as long as Retry-After says, and no longer than it may', async () => {
    server.faults.push({ kind: 'status', status: 429, retryAfter: '1' });
    const begun = performance.now();
    expect((await run(model())).error).toBeNull();
    expect(performance.now() - begun).toBeGreaterThan(950);
    server.faults.push({ kind: 'status', status: 429, retryAfter: '3600' });
    expect((await run(model())).error?.code).toBe('MODEL_RATE_LIMITED');
    expect(server.requests).toHaveLength(3);
  });

  test('R52: follows no redirect', async () => {
    const other = await startProviderServer('generic');
    server.fault = { kind: 'redirect', to: `${other.baseUrl}/chat/completions` };
    const { error } = await run(model());
    expect(error?.code).toBe('MODEL_BAD_REPLY');
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test('gives up on a server that says nothing, and hangs up', async () => {
    server.fault = { kind: 'silence' };
    const { error } = await run(model({ firstTokenTimeoutMs: 150 }));
    expect(error?.code).toBe('MODEL_UNAVAILABLE');
    expect(await server.requests[0]?.hungUp).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  test('gives up on a server that falls silent, and on one that never ends', async () => {
    server.fault = { kind: 'stall', words: 2 };
    const idle = await run(model({ idleTimeoutMs: 150 }));
    expect(idle).toMatchObject({ text: 'Bonjour tout', error: { code: 'MODEL_UNAVAILABLE' } });
    const total = await run(model({ totalTimeoutMs: 300 }));
    expect(total).toMatchObject({ text: 'Bonjour tout', error: { code: 'MODEL_UNAVAILABLE' } });
  });

  test('a closed port is unavailable', async () => {
    const closed = await startProviderServer('generic');
    await closed.close();
    const unreachable = createOpenAiLanguageModel({ baseUrl: closed.baseUrl, model: 'm' }, patient);
    expect((await run(unreachable)).error?.code).toBe('MODEL_UNAVAILABLE');
  });

  test('leaves a server alone after 5 failures in a row', async () => {
    server.fault = { kind: 'status', status: 401 };
    const asked = model();
    for (let call = 0; call < 5; call += 1) expect((await run(asked)).error?.code).toBe('MODEL_REFUSED_KEY');
    expect((await run(asked)).error?.code).toBe('MODEL_UNAVAILABLE');
    expect(server.requests).toHaveLength(5);
  });

  test('questions that a server refuses as they are do not close it to others', async () => {
    const asked = model();
    server.fault = { kind: 'status', status: 413 };
    for (let call = 0; call < 6; call += 1)
      expect((await run(asked)).error?.code).toBe('MODEL_INPUT_TOO_LONG');
    server.fault = { kind: 'finish', reason: 'length' };
    for (let call = 0; call < 6; call += 1) expect((await run(asked)).error?.detail).toBe('cut short');
    server.fault = null;
    expect((await run(asked)).error).toBeNull();
  });
});

describe('R86: stopping', () => {
  test.each<[string, Fault]>([
    ['before the first token', { kind: 'silence' }],
    ['while streaming', { kind: 'stall', words: 2 }],
  ])('an abort %s closes the upstream call within a second', async (_, fault) => {
    server.fault = fault;
    const stop = new AbortController();
    const ended = run(model(), { signal: stop.signal }).catch((error: unknown) => error);
    await server.seen(1);
    const reason = new Error('the reader left');
    const before = performance.now();
    stop.abort(reason);
    expect(await ended).toBe(reason);
    expect(await server.requests[0]?.hungUp).toBe(true);
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  test('leaving the stream closes the upstream call', async () => {
    server.fault = { kind: 'stall', words: 2 };
    for await (const event of model().stream(turns, { signal: new AbortController().signal })) {
      expect(event).toEqual({ type: 'text-delta', text: 'Bonjour' });
      break;
    }
    expect(await server.requests[0]?.hungUp).toBe(true);
  });

  test('an aborted signal starts nothing', async () => {
    await expect(run(model(), { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    expect(server.requests).toEqual([]);
  });
});
