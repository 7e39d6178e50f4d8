import type { AnsweringModel } from '../../src/core/answer/answering-model.ts';
import { chooseBoundary, fenceOf, type RandomBytes } from '../../src/core/answer/boundary.ts';
import { neutralise } from '../../src/core/answer/neutralise.ts';
import { type RenderedPrompt, renderPrompt } from '../../src/core/answer/render-prompt.ts';
import type { Language } from '../../src/core/document.ts';
import { fold } from '../../src/core/find/fold.ts';
import type { PromptLibrary } from '../../src/ports/prompt-library.ts';

/** Two answers to one question, and what is known of a good one. */
export type AnswerPair = {
  readonly question: string;
  readonly language: Language;
  /** What a good answer says; of each fact, the ways to say it. */
  readonly facts: readonly (readonly string[])[];
  /** `false`: the right answer is that the documents do not say it. */
  readonly answerable: boolean | null;
  readonly before: string;
  readonly after: string;
};

/** `unsteady`: the judge preferred a place, not an answer; `unread`: it said none of its words. */
export const preferences = ['after', 'before', 'tie', 'unsteady', 'unread'] as const;
export type Preference = (typeof preferences)[number];

export type JudgeDeps = {
  readonly model: AnsweringModel;
  readonly prompts: PromptLibrary;
  readonly random: RandomBytes;
};

/** The prompt that this code knows the values of: a judgement holds for it and for the model that was asked. */
export const judgePrompt = { id: 'compare-answers', version: 1 } as const;

/**
 * Asks the model which answer is better, twice with the answers swapped (Zheng et al., 2023): judges prefer what they read
 * first. Equal answers are a tie without asking.
 * @throws AppError `MODEL_…`; the signal's reason when it is aborted
 */
export async function judgePair(deps: JudgeDeps, pair: AnswerPair, signal: AbortSignal): Promise<Preference> {
  if (pair.before === pair.after) return 'tie';
  const [one, other] = await Promise.all([
    ask(deps, renderJudgePrompt(deps, pair, [pair.before, pair.after]), signal),
    ask(deps, renderJudgePrompt(deps, pair, [pair.after, pair.before]), signal),
  ]);
  if (one === null || other === null) return 'unread';
  const swapped = { A: 'B', B: 'A', tie: 'tie' } as const;
  if (one !== swapped[other]) return 'unsteady';
  return one === 'tie' ? 'tie' : one === 'A' ? 'before' : 'after';
}

/** Question, what a good answer says, and both answers stand in a fence, as data (R36). */
export function renderJudgePrompt(
  { prompts, random }: Pick<JudgeDeps, 'prompts' | 'random'>,
  { question, language, facts, answerable }: Omit<AnswerPair, 'before' | 'after'>,
  answers: readonly [string, string],
): RenderedPrompt {
  const prompt = prompts.get({ ...judgePrompt, language });
  const [asked, first, second] = [question, ...answers].map((text) => neutralise(text).trim()) as [
    string,
    string,
    string,
  ];
  const said = facts.map((ways) => neutralise(ways.join(' / ')).trim()).join('\n');
  const boundary = chooseBoundary(random, [asked, first, second, said]);
  const { holds, isSilent, isUnknown } = words[language];
  const expected =
    answerable === false ? isSilent : said === '' ? isUnknown : `${holds}\n${fenceOf(boundary)(said)}`;
  return renderPrompt(prompt, { boundary, question: asked, expected, first, second });
}

const words = {
  fr: {
    holds: 'Une bonne réponse dit :',
    isSilent: 'Les documents ne contiennent pas la réponse.',
    isUnknown: 'Ce qu’une bonne réponse dit n’est pas indiqué.',
  },
  en: {
    holds: 'A good answer says:',
    isSilent: 'The documents do not hold the answer.',
    isUnknown: 'What a good answer says is not given.',
  },
} as const;

async function ask({ model }: JudgeDeps, { turns, sampling }: RenderedPrompt, signal: AbortSignal) {
  let reply = '';
  for await (const event of model.stream(turns, { ...sampling, signal }))
    if (event.type === 'text-delta') reply += event.text;
  return readVerdict(reply);
}

/** What the first words say; `null` for anything else. */
export function readVerdict(reply: string): 'A' | 'B' | 'tie' | null {
  const said = fold(reply).match(/\p{L}+/gu) ?? [];
  // « À égalité » begins as the name of the first answer does.
  if (said.slice(0, 3).some((word) => word === 'egalite' || word === 'tie')) return 'tie';
  return said[0] === 'a' ? 'A' : said[0] === 'b' ? 'B' : null;
}
