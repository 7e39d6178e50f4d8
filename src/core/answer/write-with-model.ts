import type { TokenUsage } from '../../ports/language-model.ts';
import type { Language } from '../document.ts';
import { isAppError } from '../errors.ts';
import type { AnswerEvent } from './answer.ts';
import { answerSentencesOf } from './answer-sentences.ts';
import type { AnsweringModel } from './answering-model.ts';
import { createCitationStream } from './citation-stream.ts';
import { createNotFoundGate, saysNothingFound } from './not-found-gate.ts';
import type { AnswerPrompt } from './render-answer-prompt.ts';
import type { Stopwatch } from './stopwatch.ts';
import { texts } from './texts.ts';
import type { Written } from './write-quotes.ts';

/** How a model's reply ended. */
export type ModelReply = Written & {
  /**
   * `silent`: it failed before anything was shown. `nothing-found`: it said that the passages do not answer.
   * `interrupted`: it failed after some words, which stay.
   */
  readonly end: 'complete' | 'interrupted' | 'nothing-found' | 'silent';
  readonly tokens: TokenUsage;
  readonly removedCitations: number;
};

/**
 * Streams the model's reply as text and citations of existing sources.
 * @throws the signal's reason when it is aborted, and whatever is not an error of the model
 */
export async function* writeWithModel(
  model: AnsweringModel,
  prompt: AnswerPrompt,
  circumstances: {
    /** How many sources may be named. */
    readonly sources: number;
    readonly language: Language;
    readonly signal: AbortSignal;
    /** Notes `firstTokenMs` and `modelMs`. */
    readonly stopwatch: Stopwatch;
  },
): AsyncGenerator<AnswerEvent, ModelReply> {
  const { language, signal, stopwatch } = circumstances;
  const gate = createNotFoundGate(texts[language].modelFoundNothing);
  const cited = createCitationStream(circumstances.sources);
  let tokens: TokenUsage = { promptTokens: null, completionTokens: null };
  let failed = false;
  let silent = true;
  stopwatch.lap();
  try {
    for await (const event of model.stream(prompt.turns, { ...prompt.sampling, signal })) {
      signal.throwIfAborted();
      if (event.type === 'usage') tokens = event.usage;
      else {
        if (silent) stopwatch.record('firstTokenMs');
        silent = false;
        yield* cited.push(gate.push(event.text));
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!isAppError(error) || !error.code.startsWith('MODEL_')) throw error;
    failed = true;
  }
  signal.throwIfAborted();
  stopwatch.record('modelMs');
  const { rest, nothingFound } = gate.finish();
  if (!failed) yield* cited.push(rest);
  yield* cited.finish();
  const written = { text: cited.text, sentences: answerSentencesOf(cited.text, language), tokens };
  return { ...written, removedCitations: cited.removed, end: endOf() };

  function endOf(): ModelReply['end'] {
    if (nothingFound && !failed) return 'nothing-found';
    if (cited.text.trim() === '') return 'silent';
    if (failed) return 'interrupted';
    const bare = written.sentences.every(({ citations }) => citations.length === 0);
    return bare && saysNothingFound(cited.text, language) ? 'nothing-found' : 'complete';
  }
}
