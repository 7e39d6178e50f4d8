import type { Answer } from '../../src/core/answer/answer.ts';
import type { AskMeta } from '../../src/core/answer/ask.ts';

/** A small answer of a model, without sources. */
export function anAnswer(answer: Partial<Answer> = {}): Answer {
  return {
    outcome: 'answered',
    text: 'Trois euros.',
    language: 'fr',
    sentences: [{ text: 'Trois euros.', citations: [], support: 'not-checked' }],
    sources: [],
    notices: [],
    usage: {
      promptTokens: 12,
      completionTokens: 7,
      costEuro: null,
      provider: 'essai',
      model: 'essai-1',
      timings: {},
    },
    ...answer,
  };
}

/** The event that comes before it. */
export const aMeta: AskMeta = {
  type: 'meta',
  conversationId: 'c1',
  messageId: 'm1',
  provider: 'essai',
  model: 'essai-1',
  language: 'fr',
  scope: { documents: 1, queued: 0, failed: 0, encrypted: 0, excluded: 0 },
};
