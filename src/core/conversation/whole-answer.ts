import type { Answer } from '../answer/answer.ts';
import type { PrivateMeta } from '../private-documents/ask-private-document.ts';
import type { StreamedEvent } from './event-place.ts';
import type { AnswerIds } from './running-answers.ts';

/** A finished answer, or the result of a task, and what it is called by: nothing, where it is not kept. */
export type WholeAnswer = { readonly answer: Answer; readonly ids: AnswerIds };

/** Waits for the last event and ends the events: only then are they paid for. */
export async function wholeAnswer(events: AsyncIterable<StreamedEvent | PrivateMeta>): Promise<WholeAnswer> {
  let ids: AnswerIds = { conversationId: '', messageId: '' };
  for await (const event of events) {
    if (event.type === 'meta' && 'conversationId' in event)
      ids = { conversationId: event.conversationId, messageId: event.messageId };
    if (event.type === 'done') return { answer: event.answer, ids };
  }
  throw new Error('an answer ended without its last event');
}
