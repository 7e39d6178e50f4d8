import type { Embedders } from '../../ports/embedders.ts';
import type { Standing } from '../../ports/metrics.ts';
import type { VectorCount } from '../../ports/monitoring.ts';
import { embedderOf } from '../find/answering-embedder.ts';
import { strictPolicy } from '../providers/policy.ts';
import { sum } from '../sum.ts';
import { sendableTo } from '../trust.ts';

/**
 * Adds up the documents of all organisations by what is with their vectors; `installed` makes those that no provider was chosen for. As
 * `embeddingStatus()` tells it of one organisation: of a generation that nobody makes any more, what is missing is not too sensitive.
 */
export function addVectorCounts(counts: readonly VectorCount[], installed: Embedders): Standing['vectors'] {
  const isTooSensitive = (count: VectorCount) => {
    const trust = count.isChosen ? count.chosenTrust : embedderOf(installed, count.generation)?.trust;
    if (!trust) return false;
    const sendable = sendableTo(trust, count.matrix ?? strictPolicy.matrix);
    return !sendable.includes(count.sensitivity) || !sendable.includes(count.spaceSensitivity);
  };
  const of = (status: VectorCount['status']) => {
    const these = counts.filter((count) => count.status === status);
    const lacking = (some: readonly VectorCount[]) =>
      sum(some.map(({ documents, whole }) => documents - whole));
    const tooSensitive = lacking(these.filter(isTooSensitive));
    return {
      whole: sum(these.map(({ whole }) => whole)),
      missing: lacking(these) - tooSensitive,
      tooSensitive,
    };
  };
  return { serving: of('serving'), building: of('building') };
}
