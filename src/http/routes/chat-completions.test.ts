import { afterEach, expect, it } from 'vitest';
import { aMeta, anAnswer } from '../../../test/support/an-answer.ts';
import { createApiClient } from '../../../test/support/api-client.ts';
import { startHttpApp } from '../../../test/support/http-app.ts';
import type { AskEvent } from '../../core/answer/ask.ts';
import { AppError, errorTable } from '../../core/errors.ts';

let app: Awaited<ReturnType<typeof startHttpApp>> | undefined;
afterEach(() => app?.close());

it.each([false, true])('ends the answer, so that it is accounted for (stream: %s)', async (stream) => {
  let ended = false;
  app = await startHttpApp({
    ask: async function* (): AsyncGenerator<AskEvent> {
      try {
        yield aMeta;
        yield { type: 'done', answer: anAnswer() };
      } finally {
        ended = true;
      }
    },
  });
  const messages = [{ role: 'user', content: 'Combien coûte la cantine ?' }];
  const reply = await createApiClient(app.address, 'essai').post('/v1/chat/completions', {
    messages,
    stream,
  });
  expect(reply.status).toBe(200);
  expect(JSON.stringify(reply.body)).toContain('Trois euros.');
  expect(ended).toBe(true);
});

it.each([
  ['a budget that opens again', new AppError('BUDGET_EXHAUSTED', { retryAfterSeconds: 3_600 }), '3600'],
  ['what may go away soon', new AppError('STORE_UNAVAILABLE'), '2'],
  ['what will not go away', new AppError('BAD_REQUEST'), null],
])('R95: says when to ask again, as other routes do: %s', async (_, error, retryAfter) => {
  app = await startHttpApp({
    // biome-ignore lint/correctness/useYield: it ends before its first event.
    ask: async function* (): AsyncGenerator<AskEvent> {
      throw error;
    },
  });
  const client = createApiClient(app.address, 'essai');
  const messages = [{ role: 'user', content: 'Combien coûte la cantine ?' }];
  for (const stream of [false, true]) {
    const { status, headers, body } = await client.post('/v1/chat/completions', { messages, stream });
    expect([status, headers.get('retry-after')]).toEqual([errorTable[error.code].status, retryAfter]);
    expect(body).toMatchObject({ error: { code: error.code } });
  }
});

it('names the way to sign in to who has no token', async () => {
  app = await startHttpApp({
    authenticate: async () => {
      throw new AppError('TOKEN_MISSING');
    },
  });
  const { status, headers } = await createApiClient(app.address, null).post('/v1/chat/completions', {});
  expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});
