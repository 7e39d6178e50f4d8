import { tunables } from '../../../config/tunables.ts';
import type { TokenUsage } from '../../ports/language-model.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { EarlierExchange } from '../answer/answering.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import type { RandomBytes } from '../answer/boundary.ts';
import type { Language } from '../document.ts';
import { isModelError } from '../errors.ts';
import { checkRewrite } from './check-rewrite.ts';
import { renderRewritePrompt } from './render-rewrite-prompt.ts';

export type RewriteDeps = {
  readonly model: AnsweringModel;
  readonly prompts: PromptLibrary;
  readonly random: RandomBytes;
};

export type RewriteRequest = {
  readonly question: string;
  readonly language: Language;
  /** Earlier exchanges that the caller may read now, the latest last. */
  readonly history: readonly EarlierExchange[];
  readonly signal: AbortSignal;
};

/** `question` is `null` when the model failed, took too long, or wrote what may not be used. */
export type Rewritten = { readonly question: string | null; readonly tokens: TokenUsage };

/**
 * Has the model write the question so that it stands alone.
 * @throws the signal's reason when it is aborted, and whatever is not an error of the model
 */
export async function rewriteWithModel(deps: RewriteDeps, request: RewriteRequest): Promise<Rewritten> {
  const { turns, sampling } = renderRewritePrompt(deps, request);
  const timeout = AbortSignal.timeout(tunables.understanding.rewriteTimeoutMs);
  const signal = AbortSignal.any([request.signal, timeout]);
  let tokens: TokenUsage = { promptTokens: null, completionTokens: null };
  let reply = '';
  try {
    for await (const event of deps.model.stream(turns, { ...sampling, signal })) {
      if (event.type === 'usage') tokens = event.usage;
      else reply += event.text;
    }
  } catch (error) {
    request.signal.throwIfAborted();
    if (!timeout.aborted && !isModelError(error)) throw error;
    return { question: null, tokens };
  }
  return { question: checkRewrite(reply, request), tokens };
}
