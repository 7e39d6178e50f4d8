import { describe, expect, it } from 'vitest';
import { choiceBody } from './provider.ts';

describe('choiceBody', () => {
  it.each([
    { provider: null },
    { for: 'embeddings', provider: null },
    { for: 'embeddings', provider: 'albert', model: 'bge', passagePrefix: '' },
    { for: 'reranking', provider: 'albert' },
  ])('takes %j', (choice) => {
    expect(choiceBody.safeParse(choice).success).toBe(true);
  });

  it.each([
    { for: 'embeddings', provider: null, model: 'bge' },
    { for: 'embeddings', provider: null, passagePrefix: '' },
    { for: 'reranking', provider: null, model: 'bge' },
  ])('does not take %j for taking the choice back', (choice) => {
    expect(choiceBody.safeParse(choice).error?.issues).toMatchObject([
      { message: 'a model or a prefix needs a provider' },
    ]);
  });
});
