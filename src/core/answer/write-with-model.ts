import type { TokenUsage } from '../../ports/language-model.ts';
import type { Checker } from '../check/checker.ts';
import type { Language } from '../document.ts';
import { isModelError } from '../errors.ts';
import type { AnswerEvent } from './answer.ts';
import type { AnsweringModel } from './answering-model.ts';
import { createCheckedStream } from './checked-stream.ts';
import { createCitationStream } from './citation-stream.ts';
import { createInertText } from './inert-text.ts';
import { createNotFoundGate, saysNothingFound } from './not-found-gate.ts';
import type { RenderedPrompt } from './render-prompt.ts';
import { repairCitations } from './repair-citations.ts';
import type { Stopwatch } from './stopwatch.ts';
import { texts } from './texts.ts';
import type { Written } from './write-quotes.ts';

/** How a model's reply ended. */
export type ModelReply = Written & {
  /** The same as it went out, before its citations were repaired: what verdicts speak of. */
  readonly streamed: Written;
  /**
   * `silent`: it failed before anything was shown. `nothing-found`: it said that the passages do not answer.
   * `interrupted`: it failed after some words, which stay. `withheld`: no source supports anything that it said.
   */
  readonly end: 'complete' | 'interrupted' | 'nothing-found' | 'silent' | 'withheld';
  readonly tokens: TokenUsage;
  readonly removedCitations: number;
  /** Sentences that were left out because no source supports them. */
  readonly withheld: number;
};

/**
 * Streams the model's reply as text and citations of existing sources, with a verdict for each sentence.
 * @throws the signal's reason when it is aborted, and whatever is not an error of the model
 */
export async function* writeWithModel(
  model: AnsweringModel,
  prompt: RenderedPrompt,
  circumstances: {
    /** How many sources may be named. */
    readonly sources: number;
    readonly language: Language;
    readonly signal: AbortSignal;
    readonly checker: Checker;
    /** Whether unsupported sentences are left out. */
    readonly withholdUnsupported?: boolean;
    /** Notes `firstTokenMs` and `modelMs`, and `checkMs` of them. */
    readonly stopwatch: Stopwatch;
  },
): AsyncGenerator<AnswerEvent, ModelReply> {
  const { checker, language, signal, stopwatch, withholdUnsupported: withhold = false } = circumstances;
  const gate = createNotFoundGate(texts[language].modelFoundNothing);
  // What it was given is all that it may point to.
  const inert = createInertText(
    prompt.turns.map(({ content }) => content),
    language,
  );
  const cited = createCitationStream(circumstances.sources);
  const checked = createCheckedStream({ checker, language, withhold });
  const pass = (delta: string): AnswerEvent[] =>
    stopwatch.measure('checkMs', () => checked.push(cited.push(inert.push(delta))));
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
        yield* pass(gate.push(event.text));
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!isModelError(error)) throw error;
    failed = true;
  }
  signal.throwIfAborted();
  stopwatch.record('modelMs');
  const { rest, nothingFound } = gate.finish();
  if (!failed) yield* pass(rest);
  yield* stopwatch.measure('checkMs', () => [
    ...checked.push(cited.push(inert.finish())),
    ...checked.push(cited.finish()),
    ...checked.finish(),
  ]);
  const { streamed, withheld } = checked;
  const written = repairCitations(streamed);
  return { ...written, streamed, tokens, removedCitations: cited.removed, withheld, end: endOf() };

  function endOf(): ModelReply['end'] {
    if (nothingFound && !failed) return 'nothing-found';
    if (written.text.trim() === '') return withheld > 0 ? 'withheld' : 'silent';
    if (failed) return 'interrupted';
    const bare = written.sentences.every(({ citations }) => citations.length === 0);
    return bare && saysNothingFound(cited.text, language) ? 'nothing-found' : 'complete';
  }
}
