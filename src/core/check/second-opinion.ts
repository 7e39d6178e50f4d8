import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import { chooseBoundary, fenceOf, type RandomBytes } from '../answer/boundary.ts';
import { neutralise, neutraliseLine } from '../answer/neutralise.ts';
import { type RenderedPrompt, renderPrompt } from '../answer/render-prompt.ts';
import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';

export type Opinion = 'supported' | 'unsupported' | 'unsure';

/** A sentence with the texts of the passages that it names. */
export type SentenceInDoubt = {
  readonly sentence: string;
  readonly passages: readonly string[];
  readonly language: Language;
};

/**
 * Judges a sentence that checking by words left undecided.
 * @throws AppError `MODEL_…` when the model fails; the signal's reason when it is aborted
 */
export type SecondOpinion = (
  request: SentenceInDoubt,
  options: { readonly signal: AbortSignal },
) => Promise<Opinion>;

type Deps = {
  readonly model: AnsweringModel;
  readonly prompts: PromptLibrary;
  readonly random: RandomBytes;
};

/** The prompt that this code knows the values of. */
export const opinionPrompt = { id: 'check-sentence', version: 1 } as const;

/** A second opinion by a language model: one word, and anything else than yes or no leaves the sentence in doubt. */
export function createSecondOpinion(deps: Deps): SecondOpinion {
  return async (request, { signal }) => {
    const { turns, sampling } = renderOpinionPrompt(deps, request);
    let reply = '';
    for await (const event of deps.model.stream(turns, { ...sampling, signal })) {
      if (event.type === 'text-delta') reply += event.text;
    }
    return readOpinion(reply);
  };
}

/** The prompt that asks for an opinion; passages and sentence stand in a fence, as data (R36). */
export function renderOpinionPrompt(
  { prompts, random }: Pick<Deps, 'prompts' | 'random'>,
  request: SentenceInDoubt,
): RenderedPrompt {
  const prompt = prompts.get({ ...opinionPrompt, language: request.language });
  const sentence = neutraliseLine(request.sentence);
  const passages = request.passages.map((passage) => neutralise(passage).trim());
  const boundary = chooseBoundary(random, [sentence, ...passages]);
  const fenced = passages.map(fenceOf(boundary)).join('\n\n');
  return renderPrompt(prompt, { boundary, passages: fenced, sentence });
}

/** What the first word says. */
export function readOpinion(reply: string): Opinion {
  const [word] = fold(reply).match(/\p{L}+/u) ?? [];
  if (word === 'oui' || word === 'yes') return 'supported';
  return word === 'non' || word === 'no' ? 'unsupported' : 'unsure';
}
