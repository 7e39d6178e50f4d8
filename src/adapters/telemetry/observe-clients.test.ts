import { expect, test } from 'vitest';
import type { AnsweringModel } from '../../core/answer/answering-model.ts';
import { AppError } from '../../core/errors.ts';
import type { ModelEvent } from '../../ports/language-model.ts';
import type { ProviderCall } from '../../ports/metrics.ts';
import { observeEmbedder, observeModel } from './observe-clients.ts';
import { carriedTrace, continueTrace } from './spans.ts';

function aLedger() {
  const calls: ProviderCall[] = [];
  const tokens: unknown[] = [];
  return {
    calls,
    tokens,
    metrics: {
      providerCall: (call: ProviderCall) => void calls.push(call),
      providerTokens: (...given: unknown[]) => void tokens.push(given),
    },
  };
}

const aModel = (events: () => AsyncGenerator<ModelEvent>): AnsweringModel => ({
  provider: 'p',
  model: 'm',
  stream: events,
});
async function* words(): AsyncGenerator<ModelEvent> {
  yield { type: 'text-delta', text: 'Trois' };
  yield { type: 'text-delta', text: ' jours' };
  yield { type: 'usage', usage: { promptTokens: 7, completionTokens: null } };
}

test('a call to a model is measured to its first word and its end, with the tokens that the provider says', async () => {
  const { calls, tokens, metrics } = aLedger();
  const model = observeModel(aModel(words), 'mistral', metrics);
  const { signal } = new AbortController();
  const texts: string[] = [];
  for await (const event of model.stream([], { signal }))
    if (event.type === 'text-delta') texts.push(event.text);
  expect(texts).toEqual(['Trois', ' jours']);
  expect(calls).toMatchObject([{ operation: 'chat', dialect: 'mistral', outcome: 'ok' }]);
  expect(calls[0]?.firstWordSeconds).toBeLessThanOrEqual(calls[0]?.seconds ?? 0);
  expect(tokens).toEqual([['mistral', { prompt: 7, completion: 0 }]]);
});

test('who reads no further, or hangs up, is no failure of the provider', async () => {
  const { calls, metrics } = aLedger();
  const model = observeModel(aModel(words), 'mistral', metrics);
  for await (const _event of model.stream([], { signal: new AbortController().signal })) break;
  const hungUp = AbortSignal.abort();
  async function* aborted(): AsyncGenerator<ModelEvent> {
    yield { type: 'text-delta', text: 'Trois' };
    throw hungUp.reason;
  }
  const leaving = async () => {
    const stream = observeModel(aModel(aborted), 'mistral', metrics).stream([], { signal: hungUp });
    for await (const _event of stream);
  };
  await expect(leaving()).rejects.toBe(hungUp.reason);
  expect(calls.map(({ outcome }) => outcome)).toEqual(['aborted', 'aborted']);
});

test('a failure counts by its code, one of another kind as INTERNAL: no vendor makes a label', async () => {
  const { calls, metrics } = aLedger();
  const failing = (error: Error) =>
    observeEmbedder(
      { generation: 'g', trust: 'eu', maxTextsPerCall: 1, embed: () => Promise.reject(error) } as never,
      'local',
      metrics,
    ).embed(['texte'], { kind: 'query' });
  await expect(failing(new AppError('EMBEDDER_UNAVAILABLE'))).rejects.toThrow();
  await expect(failing(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).rejects.toThrow();
  expect(calls.map(({ outcome }) => outcome)).toEqual(['EMBEDDER_UNAVAILABLE', 'INTERNAL']);
});

test('without tracing, nothing is carried', () => {
  expect(carriedTrace()).toEqual({});
  expect(
    continueTrace('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', () => carriedTrace()),
  ).toEqual({});
});
