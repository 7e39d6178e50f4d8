import { expect, test } from 'vitest';
import { aMeta, anAnswer } from '../../../test/support/an-answer.ts';
import type { StreamedEvent } from './event-place.ts';
import { wholeAnswer } from './whole-answer.ts';

async function* stream(events: readonly StreamedEvent[], onEnd = () => {}): AsyncGenerator<StreamedEvent> {
  try {
    yield* events;
  } finally {
    onEnd();
  }
}

test('gives the answer with its ids, once its events have ended', async () => {
  let ended = false;
  const answer = anAnswer();
  const onEnd = () => {
    ended = true;
  };
  const whole = await wholeAnswer(
    stream([aMeta, { type: 'text-delta', text: 'Trois' }, { type: 'done', answer }], onEnd),
  );
  expect(whole).toEqual({ answer, ids: { conversationId: 'c1', messageId: 'm1' } });
  expect(ended).toBe(true);
});

test('an answer without an end is an error', async () => {
  await expect(wholeAnswer(stream([aMeta]))).rejects.toThrow('without its last event');
});
