import { type KeepDeps, keepGenerations } from './keep-generations.ts';
import { type ReconcileDeps, reconcileIndex } from './reconcile-index.ts';

const longAgo = new Date(0);

/**
 * Brings the index of an organisation back to what the truth says (R88): words at once, vectors by asking for them, whatever was
 * asked for before. Gives of how many documents it differed; throws the reason of `signal` when it fires.
 */
export async function mendIndex(
  deps: ReconcileDeps & KeepDeps,
  org: string,
  signal: AbortSignal,
): Promise<number> {
  const differed = await reconcileIndex(deps, org, signal);
  await keepGenerations(deps, org, { askedBefore: longAgo, retiredBefore: longAgo, signal });
  return differed;
}
