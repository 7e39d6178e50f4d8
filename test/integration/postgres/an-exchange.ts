import { randomUUID } from 'node:crypto';
import type { Exchange } from '../../../src/ports/conversation-repository.ts';
import { anAnswer } from '../../support/an-answer.ts';

/** A question of alice answered from one source, all with words that no id or code holds. */
export function anExchange(exchange: Partial<Exchange> = {}): Exchange {
  return {
    org: 'bellerive',
    user: 'alice',
    conversationId: randomUUID(),
    opensConversation: true,
    messageId: randomUUID(),
    question: 'Combien touche le matricule 10291 ?',
    complete: true,
    policyVersion: 0,
    permissionVersion: '1f0c4e9a7d3b2566',
    answer: anAnswer({
      text: 'Le matricule touche 31 337 euros.',
      sentences: [{ text: 'Le matricule touche 31 337 euros.', citations: [1], support: 'not-checked' }],
      usage: { ...anAnswer().usage, provider: 'albert', model: 'modele-1', timings: { searchMs: 1 } },
    }),
    sources: [
      {
        n: 1,
        documentId: randomUUID(),
        version: 3,
        chunkId: randomUUID(),
        cited: true,
        source: {
          document: { title: 'Sanctions disciplinaires' },
          passage: { text: 'Extrait confidentiel.' },
        },
      },
    ],
    ...exchange,
  };
}
