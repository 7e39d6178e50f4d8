import { randomUUID } from 'node:crypto';
import type { ErasureStore, KnownErasure } from '../../ports/erasure-store.ts';
import type { OrganisationLife } from '../../ports/organisation-life.ts';
import type { PersonData } from '../../ports/person-data.ts';
import { isAppError } from '../errors.ts';
import { type EraseDocumentDeps, eraseElsewhere } from './erase-document.ts';
import { personDigest } from './person-digest.ts';
import { type RemoveOrganisationDeps, removeOrganisation } from './remove-organisation.ts';

export type ReplayDeps = Omit<EraseDocumentDeps, 'erasures'> &
  RemoveOrganisationDeps & {
    readonly erasures: Pick<ErasureStore, 'isPersonErased' | 'replayDocument' | 'recordReplay'>;
    readonly people: Pick<PersonData, 'listIds' | 'erase'>;
    readonly organisations: Pick<OrganisationLife, 'createdAt'>;
  };

/** What a replay did: of what was erased or removed after the backup. */
export type ReplayReport = {
  /** Documents that the backup brought back, and that went again. */
  readonly documents: number;
  readonly people: number;
  readonly organisations: number;
  /** People and organisations that a hold of the backup keeps: to be looked at. */
  readonly held: number;
};

/**
 * Does again, on a backup from before, what was erased since (R72). To be done before anybody is served. What came back later than
 * it was erased stays. Said twice, it changes nothing more.
 */
export async function replayErasures(
  deps: ReplayDeps,
  erasures: AsyncIterable<KnownErasure>,
): Promise<ReplayReport> {
  const counts = { documents: 0, people: 0, organisations: 0, held: 0 };
  const replayed = new Map<string, { documents: number; people: number }>();
  const known = new Map<string, Date | null>();
  const createdAt = async (org: string) => {
    if (!known.has(org)) known.set(org, await deps.organisations.createdAt(org));
    return known.get(org) ?? null;
  };
  for await (const erasure of erasures) {
    const { organisation: org } = erasure;
    const created = await createdAt(org);
    // An organisation that is not there, or was declared anew after all that.
    if (!created || created >= erasure.at) continue;
    const done = await replayOne(deps, erasure).catch(unlessHeld);
    if (done === 'held') counts.held += 1;
    if (typeof done !== 'number' || done === 0) continue;
    const own = replayed.get(org) ?? { documents: 0, people: 0 };
    if (erasure.kind === 'document') own.documents += done;
    if (erasure.kind === 'person') own.people += done;
    replayed.set(org, own);
    if (erasure.kind === 'document') counts.documents += done;
    if (erasure.kind === 'person') counts.people += done;
    if (erasure.kind === 'organisation') {
      counts.organisations += done;
      known.delete(org);
      replayed.delete(org);
    }
  }
  for (const [org, own] of replayed) await deps.erasures.recordReplay(org, own);
  return counts;
}

async function replayOne(deps: ReplayDeps, erasure: KnownErasure): Promise<number> {
  const { organisation: org } = erasure;
  if (erasure.kind === 'organisation') {
    await removeOrganisation(deps, org);
    return 1;
  }
  if (erasure.kind === 'person') return erasePeople(deps, erasure);
  const erased = await deps.erasures.replayDocument(erasure, randomUUID());
  if (!erased) return 0;
  await eraseElsewhere(deps, org, erased);
  return erased.documents.length;
}

/** Whoever has this digest: their conversations up to then. */
async function erasePeople(
  { people, erasures }: ReplayDeps,
  { organisation: org, personDigest: digest, at }: Extract<KnownErasure, { kind: 'person' }>,
): Promise<number> {
  if (await erasures.isPersonErased(org, digest, at)) return 0;
  const ids = (await people.listIds(org)).filter((id) => personDigest(org, id) === digest);
  for (const id of ids) await people.erase(org, id, { by: null, until: at });
  return ids.length;
}

function unlessHeld(error: unknown): 'held' {
  if (!isAppError(error) || error.code !== 'LEGAL_HOLD') throw error;
  return 'held';
}
