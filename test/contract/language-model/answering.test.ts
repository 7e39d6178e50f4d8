import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import { createOpenAiLanguageModel } from '../../../src/adapters/openai-compatible/language-model.ts';
import type { Answer } from '../../../src/core/answer/answer.ts';
import { answerQuestion } from '../../../src/core/answer/answer-question.ts';
import { aPassage } from '../../support/a-passage.ts';
import type { Fault } from '../../support/providers/faults.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';

const prompts = createPromptFiles(join(import.meta.dirname, '../../../prompts'));
const passage = aPassage({ text: 'Le tarif A de la cantine est de 3,20 €.' });

let server: ProviderServer;
// What a process does once, at its first answer, is no part of the limits below.
beforeAll(async () => {
  server = await startProviderServer('generic');
  for await (const _event of ask({ patient: true }));
  await server.close();
});
beforeEach(async () => {
  server = await startProviderServer('generic');
});
afterEach(() => server.close());

function ask({ signal = new AbortController().signal, patient = false } = {}) {
  const model = createOpenAiLanguageModel(
    { baseUrl: server.baseUrl, model: 'test-model' },
    {
      connectTimeoutMs: 1_000,
      firstTokenTimeoutMs: patient ? 20_000 : 500,
      idleTimeoutMs: patient ? 20_000 : 500,
      totalTimeoutMs: patient ? 20_000 : 5_000,
      breakerRestMs: 30_000,
    },
  );
  return answerQuestion(
    {
      retrieve: async () => ({
        passages: [passage],
        judge: () => ({ confidence: 'sure', signals: {} }),
        notices: [],
        timings: {},
      }),
      regate: async () => new Map([[passage.id, passage.section]]),
      routeModels: () => ({ chain: [model] }),
      prompts,
      clock: performance,
      random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    },
    {
      question: 'Quel est le tarif A de la cantine ?',
      language: 'fr',
      history: [],
      searched: { documents: 1, spaces: [] },
      signal,
    },
  );
}

async function answer(): Promise<Answer> {
  for await (const event of ask()) if (event.type === 'done') return event.answer;
  throw new Error('no answer came');
}

describe('answering over a real server', () => {
  test('an answer with its citation, its cost and its sources', async () => {
    server.reply = ['Le tarif A est', ' de 3,20 € [', '1].'];
    expect(await answer()).toMatchObject({
      outcome: 'answered',
      text: 'Le tarif A est de 3,20 € [1].',
      sentences: [{ citations: [1] }],
      usage: { promptTokens: 42, completionTokens: 7, model: 'test-model' },
    });
    const [system, user] = server.requests[0]?.body.messages ?? [];
    expect([system.role, user.role]).toEqual(['system', 'user']);
    expect(server.requests[0]?.body).toMatchObject({ temperature: 0.1, max_tokens: 700 });
    expect(user.content).toContain(passage.text);
  });

  const atOnce: [string, Fault][] = [
    ['401', { kind: 'status', status: 401 }],
    ['429', { kind: 'status', status: 429, retryAfter: '30' }],
    ['500', { kind: 'status', status: 500 }],
    ['silence', { kind: 'silence' }],
    ['a portal', { kind: 'html' }],
    ['a line of 10 MB', { kind: 'huge-line' }],
    ['nothing', { kind: 'empty' }],
  ];
  test.each(atOnce)('R83 R84: %s gives quotations with a notice', async (_, fault) => {
    server.fault = fault;
    const { outcome, notices, sentences } = await answer();
    expect(outcome).toBe('quoted');
    expect(notices.map(({ code }) => code)).toEqual(['model-unavailable']);
    expect(sentences).toEqual([{ text: passage.text, citations: [1], support: 'supported' }]);
  });

  const underWay: [string, Fault][] = [
    ['a cut', { kind: 'cut', words: 3 }],
    ['a stall', { kind: 'stall', words: 3 }],
    ['malformed events', { kind: 'malformed-json' }],
    ['an error after 200', { kind: 'error-in-stream' }],
  ];
  test.each(underWay)('R83: %s keeps what streamed, with a notice', async (_, fault) => {
    server.fault = fault;
    const { outcome, notices, text } = await answer();
    expect(outcome).toBe('answered');
    expect(notices.map(({ code }) => code)).toEqual(['model-interrupted']);
    expect(text).toMatch(/^Bonjour tout le monde/);
  });

  test('R86: an abort ends the answer and the call', async () => {
    // The last word is held back until it is known to end: one alone would not show.
    server.fault = { kind: 'stall', words: 3 };
    const stop = new AbortController();
    const reading = (async () => {
      for await (const event of ask({ signal: stop.signal }))
        if (event.type === 'text-delta') stop.abort(new Error('gone'));
    })();
    await expect(reading).rejects.toThrow('gone');
    expect(await server.requests[0]?.hungUp).toBe(true);
  });
});
