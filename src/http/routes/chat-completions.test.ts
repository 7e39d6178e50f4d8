import { afterEach, expect, it } from 'vitest';
import { aMeta, anAnswer } from '../../../test/support/an-answer.ts';
import { createApiClient } from '../../../test/support/api-client.ts';
import { startHttpApp } from '../../../test/support/http-app.ts';
import type { AskEvent } from '../../core/answer/ask.ts';

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
