import type { KeptAnswer } from '../../ports/conversation-repository.ts';
import { texts } from '../answer/texts.ts';
import type { ShownMessage } from './show-conversation.ts';

/**
 * Masked messages as somebody else is shown them. Beside their sources, answers tell of all that the person who asked may read:
 * how much was searched and where, and other words for the question that documents teach. None of that is a reader's.
 */
export function asShared(messages: readonly ShownMessage[]): ShownMessage[] {
  const ids = new Set(messages.map(({ id }) => id));
  return messages.map((message) => ({
    ...message,
    ...wordsOf(message),
    // The one that took its place may not be shared.
    supersededBy:
      message.supersededBy !== null && ids.has(message.supersededBy) ? message.supersededBy : null,
  }));
}

function wordsOf({ masked, outcome, text, answer }: ShownMessage): Pick<ShownMessage, 'text' | 'answer'> {
  if (masked || answer === null) return { text, answer: null };
  if (outcome === 'not-found') return { text: texts[answer.language].nothingFoundForAnother, answer: null };
  return { text, answer: whatSourcesSay(answer) };
}

function whatSourcesSay({ language, sentences, usage, complete, task }: KeptAnswer): KeptAnswer {
  return { language, sentences, usage, complete, ...(task && { task }) };
}
