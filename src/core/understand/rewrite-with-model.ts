import { tunables } from '../../../config/tunables.ts';
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

/**
 * Has the model write the question so that it stands alone; `null` when it fails, takes too long, or writes what may not be
 * used.
 * @throws the signal's reason when it is aborted, and whatever is not an error of the model
 */
export async function rewriteWithModel(deps: RewriteDeps, request: RewriteRequest): Promise<string | null> {
  const { turns, sampling } = renderRewritePrompt(deps, request);
  const timeout = AbortSignal.timeout(tunables.understanding.rewriteTimeoutMs);
  const signal = AbortSignal.any([request.signal, timeout]);
  let reply = '';
  try {
    for await (const event of deps.model.stream(turns, { ...sampling, signal })) {
      if (event.type === 'text-delta') reply += event.text;
    }
  } catch (error) {
    request.signal.throwIfAborted();
    if (!timeout.aborted && !isModelError(error)) throw error;
    return null;
  }
  return checkRewrite(reply, request);
}
