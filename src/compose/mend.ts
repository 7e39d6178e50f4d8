import { reconcileIndex } from '../core/ingest/reconcile-index.ts';
import type { Engines } from './engines.ts';
import type { Stores } from './stores.ts';

/**
 * Asks the truth what is left to do, whatever the queue still knows of it (R79): jobs that are there already are the same jobs, and
 * what is done twice changes nothing. Vectors are asked for by who tends generations.
 */
export async function mend(
  stores: Pick<Stores, 'access' | 'documents' | 'generations' | 'index' | 'indexHealth'>,
  engines: Pick<Engines, 'analyser'>,
): Promise<void> {
  const organisations = await stores.access.listOrganisations();
  for (const { id } of organisations) await stores.documents.finishSwitches(id);
  await stores.documents.requeueUnfinished();
  for (const { id } of organisations)
    await stores.indexHealth.keepComparison(id, await reconcileIndex({ ...stores, ...engines }, id));
}
