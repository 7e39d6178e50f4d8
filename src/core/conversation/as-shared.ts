import type { KeptAnswer } from '../../ports/conversation-repository.ts';
import { texts } from '../answer/texts.ts';
import type { ShownMessage } from './show-conversation.ts';

/**
 * Masked messages as somebody else is shown them. Beside their sources, answers tell of all that the person who asked may read:
 * how much was searched and where, and other words for the question that documents teach. None of that is a reader's, so an
 * answer keeps its words only where sources say them.
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

type Words = Pick<ShownMessage, 'text' | 'answer'>;

function wordsOf(message: ShownMessage): Words {
  const { role, masked, text, answer } = message;
  if (role === 'user' || masked || text === '') return { text, answer: null };
  if (!isSaidBySources(message)) return inPlaceOf(message);
  return { text, answer: answer && whatSourcesSay(answer) };
}

/** Cut short, « rien trouvé » is kept as the beginning of an answer, be it with sources: then none of its sentences names one. */
function isSaidBySources({ outcome, sources, answer }: ShownMessage): boolean {
  const isCited = answer?.sentences.some(({ citations }) => citations.length > 0) ?? false;
  return outcome !== 'not-found' && sources.length > 0 && (answer?.complete !== false || isCited);
}

/** Said without sources to somebody who shares it, as people who may read other documents are told it. */
function inPlaceOf({ text, answer }: ShownMessage): Words {
  // Of a copy, which was told so before.
  if (sayings.has(text)) return { text, answer: null };
  const { nothingFoundForAnother, smallTalkForAnother } = texts[answer?.language ?? 'fr'];
  return {
    text: answer?.reason === 'small-talk' ? smallTalkForAnother : nothingFoundForAnother,
    answer: null,
  };
}

const sayings = new Set(
  Object.values(texts).flatMap(({ nothingFoundForAnother, smallTalkForAnother }) => [
    nothingFoundForAnother,
    smallTalkForAnother,
  ]),
);

function whatSourcesSay({ language, sentences, usage, complete, task }: KeptAnswer): KeptAnswer {
  return { language, sentences, usage, complete, ...(task && { task }) };
}
