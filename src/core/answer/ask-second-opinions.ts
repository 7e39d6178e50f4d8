import { tunables } from '../../../config/tunables.ts';
import type { Opinion, SecondOpinion } from '../check/second-opinion.ts';
import type { Language } from '../document.ts';
import { isModelError } from '../errors.ts';
import type { AnswerEvent, AnswerSentence } from './answer.ts';
import type { ReadSource } from './pick-sources.ts';

/**
 * Asks for a second opinion on the first sentences that checking left undecided, all at once and for a bounded time. A sentence
 * whose opinion does not come in time, or is no clear one, stays undecided. `sentences` as they streamed, for so the verdicts
 * name them.
 * @throws the signal's reason when it is aborted, and whatever is not an error of the model
 */
export async function* askSecondOpinions(
  ask: SecondOpinion | undefined,
  sentences: readonly AnswerSentence[],
  sources: readonly ReadSource[],
  { language, signal }: { readonly language: Language; readonly signal: AbortSignal },
): AsyncGenerator<AnswerEvent, readonly AnswerSentence[]> {
  const { most, timeoutMs } = tunables.checking.secondOpinion;
  const doubtful = sentences
    .filter(({ support, citations }) => support === 'partial' && citations.length > 0)
    .slice(0, most);
  if (!ask || doubtful.length === 0) return sentences;
  const timeout = AbortSignal.timeout(timeoutMs);
  const given = await Promise.all(
    doubtful.map(async ({ text, citations }) => {
      const passages = sources.flatMap(({ source, excerpt }) =>
        citations.includes(source.n) ? [excerpt] : [],
      );
      try {
        return await ask(
          { sentence: text, passages, language },
          { signal: AbortSignal.any([signal, timeout]) },
        );
      } catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted || isModelError(error)) return null;
        throw error;
      }
    }),
  );
  signal.throwIfAborted();
  const judged = new Map(
    doubtful.map((sentence, at) => [sentence, decided(sentence, given[at] ?? 'unsure')]),
  );
  for (const [before, sentence] of judged)
    if (sentence.support !== before.support) yield { type: 'verdict', sentence };
  return sentences.map((sentence) => judged.get(sentence) ?? sentence);
}

function decided(sentence: AnswerSentence, opinion: Opinion): AnswerSentence {
  if (opinion === 'unsure') return sentence;
  const { findings: _findings, ...rest } = sentence;
  return opinion === 'supported' ? { ...rest, support: opinion } : { ...sentence, support: opinion };
}
