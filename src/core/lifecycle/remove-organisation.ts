import type { AuditRepository } from '../../ports/audit-repository.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { JobQueue } from '../../ports/job-queue.ts';
import type { OrganisationLife, RemovalReceipt } from '../../ports/organisation-life.ts';
import type { SearchIndex } from '../../ports/search-index.ts';

export type RemoveOrganisationDeps = {
  readonly organisations: Pick<OrganisationLife, 'remove' | 'recordRemoval'>;
  readonly audit: Pick<AuditRepository, 'head'>;
  readonly index: Pick<SearchIndex, 'removeOrganisation'>;
  readonly blobs: Pick<BlobStore, 'removeOrganisation'>;
  readonly queue: Pick<JobQueue, 'forget'>;
};

/**
 * Removes an organisation from every store, its audit and sealed keys too, and gives the receipt (R34). Cut off, it is to be said
 * again. There is no way back but a backup.
 * @throws AppError `ORGANISATION_UNKNOWN`; `LEGAL_HOLD` while a hold stands
 */
export async function removeOrganisation(deps: RemoveOrganisationDeps, org: string): Promise<RemovalReceipt> {
  const begunAt = new Date();
  const auditHead = await deps.audit.head(org);
  const rows = await deps.organisations.remove(org);
  const documents = await deps.index.removeOrganisation(org);
  const files = await deps.blobs.removeOrganisation(org);
  const jobs = await deps.queue.forget(org, 'all');
  const receipt = {
    organisation: org,
    begunAt,
    endedAt: new Date(),
    auditHead,
    stores: { database: rows, index: { documents }, blobs: { files }, queue: { jobs } },
  };
  await deps.organisations.recordRemoval(receipt);
  return receipt;
}
