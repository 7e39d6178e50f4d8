import { tunables } from '../../../config/tunables.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { Sensitivity } from '../document.ts';
import { dotProduct } from '../dot-product.ts';
import { mayReceive, type TrustMatrix } from '../trust.ts';

/** How near each of these texts is in meaning to a question, as a cosine; `null` where that is not to be had in time. */
export type Likeness = (
  question: string,
  texts: readonly string[],
  sensitivities: readonly Sensitivity[],
) => Promise<readonly number[] | null>;

/**
 * Likeness by an embedder on machines of the organisation's own; `undefined` without one: the call of a provider would cost
 * more, and take longer, than the better order of a few sentences is worth. What the embedder may not see it is not
 * given (R67).
 */
export function createLikeness(
  embedder: Pick<Embedder, 'embed' | 'trust'> | undefined,
  {
    earlier,
    matrix,
    signal,
  }: {
    /** Sensitivities of what earlier turns were drawn from: the question may repeat it. */
    readonly earlier: readonly Sensitivity[];
    readonly matrix?: TrustMatrix | undefined;
    readonly signal: AbortSignal;
  },
): Likeness | undefined {
  if (embedder?.trust !== 'on-premises') return undefined;
  return async (question, texts, sensitivities) => {
    const seen = [...earlier, ...sensitivities];
    if (!seen.every((one) => mayReceive(embedder.trust, one, matrix))) return null;
    const inTime = AbortSignal.any([
      signal,
      AbortSignal.timeout(tunables.answering.quoting.meaningTimeoutMs),
    ]);
    try {
      const [[asked], said] = await Promise.all([
        embedder.embed([question], { kind: 'query', signal: inTime }),
        embedder.embed(texts, { kind: 'passage', signal: inTime }),
      ]);
      const near = said.map((vector) => (asked && vector ? dotProduct(asked, vector) : null));
      return near.every((one) => one !== null) ? near : null;
    } catch {
      // An abort must not read as a busy embedder.
      signal.throwIfAborted();
      return null;
    }
  };
}
