import type { AnsweringModel } from '../../../src/core/answer/answering-model.ts';
import type { AskDeps } from '../../../src/core/answer/ask.ts';
import { presentSource } from '../../../src/http/presenters/present-passage.ts';
import type { ChatTurn, LanguageModel } from '../../../src/ports/language-model.ts';
import type { PromptLibrary } from '../../../src/ports/prompt-library.ts';
import { answeringBy } from '../../support/answering-by.ts';
import type { TestStores } from '../../support/test-stores.ts';

/** A model that always writes the same, citing the first two sources, and keeps every prompt that it was given. */
export function aRecordingModel(): LanguageModel & { readonly prompts: readonly (readonly ChatTurn[])[] } {
  const prompts: (readonly ChatTurn[])[] = [];
  return {
    provider: 'stub',
    model: 'stub-1',
    prompts,
    async *stream(turns) {
      prompts.push(turns);
      yield { type: 'text-delta', text: 'Une réponse tirée des sources [1]. ' };
      yield { type: 'text-delta', text: 'Une autre phrase [2].' };
      yield { type: 'usage', usage: { promptTokens: 10, completionTokens: 5 } };
    },
  };
}

/** What `ask` needs, with a clock that stands still and randomness that is none, so that runs compare byte by byte. */
export function fixedAskDeps(
  { stores }: TestStores,
  prompts: PromptLibrary,
  model?: AnsweringModel,
): AskDeps {
  return {
    ...stores,
    answering: answeringBy(model),
    prompts,
    presentSource,
    clock: { now: () => 0 },
    random: (size) => new Uint8Array(size).fill(7),
  };
}
