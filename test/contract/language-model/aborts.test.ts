import { expect, test } from 'vitest';
import { createOpenAiLanguageModel } from '../../../src/adapters/openai-compatible/language-model.ts';
import { abortStreams, openResources } from '../../support/providers/abort-streams.ts';
import { startProviderServer } from '../../support/providers/server.ts';

test('R86: 1,000 streams that were left leave no socket and no timer behind, and close no breaker', async () => {
  const server = await startProviderServer('vllm');
  server.fault = { kind: 'stall', words: 3 };
  const model = createOpenAiLanguageModel({
    baseUrl: server.baseUrl,
    model: 'chat-model',
    dialect: 'vllm',
    apiKey: 'sk-test-key',
  });
  await abortStreams(model, 10, 5);
  await expect.poll(() => server.connections()).toBe(0);
  const before = await openResources();
  const slowestMs = await abortStreams(model, 1_000, 20);
  await expect.poll(() => server.connections()).toBe(0);
  // Fewer, where a timer of another file in this process ended meanwhile.
  for (const [name, count] of Object.entries(await openResources()))
    expect(count, name).toBeLessThanOrEqual(before[name] ?? 0);
  expect(slowestMs).toBeLessThan(1_000);
  for (const { hungUp } of server.requests.slice(-20)) expect(await hungUp).toBe(true);
  await server.close();
});
