import type { Embedder } from '../../ports/embedder.ts';
import { isAppError } from '../errors.ts';

/** A text that every model embeds: when it is refused too, the texts are not to blame. */
const harmless = 'a';

/**
 * One vector per text, `null` for a text that the model refuses for good (too long for it, for example): such a text costs
 * its own vector, not those of its document.
 * @throws AppError `EMBEDDER_UNAVAILABLE` when it is the embedder that fails
 */
export async function embedPassages(
  embedder: Pick<Embedder, 'embed'>,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly (Float32Array | null)[]> {
  const embed = (given: readonly string[]) => embedder.embed(given, { kind: 'passage', signal });
  try {
    return await embed(texts);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  if (texts.length === 1) {
    await embed([harmless]);
    return [null];
  }
  const middle = Math.ceil(texts.length / 2);
  const first = await embedPassages(embedder, texts.slice(0, middle), signal);
  return [...first, ...(await embedPassages(embedder, texts.slice(middle), signal))];
}

function isRefusal(error: unknown): boolean {
  return isAppError(error) && error.code === 'EMBEDDER_UNAVAILABLE' && !error.retryable;
}
