import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { LateCheck } from '../../ports/late-check.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { WorkplaceClient } from '../../ports/workplace-client.ts';
import type { LateChecked, WorkplaceStore } from '../../ports/workplace-store.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { AppError } from '../errors.ts';
import { authorizationFor } from './export-token.ts';
import { readBounded } from './read-bounded.ts';

/** The request in XWiki's shape: some documents, and every name that the person may be known by. */
export const lateCheckRequest = z.strictObject({
  document_ids: z.array(z.string().min(1).max(500)).max(500),
  xwiki_username: z.string().max(500).nullish(),
  ldap_user: z.string().max(500).nullish(),
  jwt_users: z
    .array(z.strictObject({ issuer: z.string().max(500), subject: z.string().max(500) }))
    .max(20)
    .default([]),
  oidc_users: z
    .array(z.strictObject({ issuer: z.string().max(500), subject: z.string().max(500) }))
    .max(20)
    .default([]),
});

/** The reply: what is not said to be true is refused. */
export const lateCheckReply = z.record(z.string(), z.boolean());

const longestReply = 256 * 1024;

export type LateCheckDeps = {
  readonly workplace: Pick<WorkplaceStore, 'declaresLateCheck' | 'listLateChecked'>;
  readonly sources: Pick<SourceRepository, 'find' | 'findExportToken'>;
  readonly access: Pick<AccessRepository, 'listIdentities'>;
  readonly secretBox: Pick<SecretBox, 'open'>;
  readonly client: WorkplaceClient;
  readonly now: () => number;
};

/** Asks sources in XWiki's shape. Whether an organisation has such a source at all is remembered for two seconds; no right is. */
export function createLateCheck(deps: LateCheckDeps): LateCheck {
  const declares = new Map<string, { readonly isSo: boolean; readonly until: number }>();

  async function hasAny(org: string): Promise<boolean> {
    const known = declares.get(org);
    if (known && known.until > deps.now()) return known.isSo;
    const isSo = await deps.workplace.declaresLateCheck(org);
    declares.set(org, { isSo, until: deps.now() + tunables.workplace.lateCheckKnownMs });
    return isSo;
  }

  async function refused(
    within: AccessFilter,
    list: () => Promise<readonly LateChecked[]>,
  ): Promise<ReadonlySet<string>> {
    if (!(await hasAny(within.org))) return new Set();
    const checked = await list();
    if (checked.length === 0) return new Set();
    const bySource = Map.groupBy(checked, ({ source }) => source);
    const answers = await Promise.all(
      [...bySource].map(async ([id, rows]) => {
        const allowed = await ask(deps, within, id, [...new Set(rows.map(({ itemId }) => itemId))]);
        return rows.filter(({ itemId }) => allowed[itemId] !== true);
      }),
    );
    return new Set(answers.flat().map(({ asked }) => asked));
  }

  return {
    refusedDocuments: (within, ids) =>
      refused(within, () => deps.workplace.listLateChecked(within.org, { documents: ids })),
    refusedChunks: (within, ids) =>
      refused(within, () => deps.workplace.listLateChecked(within.org, { chunks: ids })),
  };
}

async function ask(
  deps: LateCheckDeps,
  within: AccessFilter,
  sourceId: string,
  itemIds: readonly string[],
): Promise<Readonly<Record<string, boolean>>> {
  const source = await deps.sources.find(within.org, sourceId);
  if (source === null || source.lateCheckUrl === null) throw new AppError('RIGHTS_UNAVAILABLE');
  const identities = await deps.access.listIdentities(within.org, within.user);
  try {
    const reply = await deps.client.call(source.lateCheckUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(await authorizationFor(deps, source, source.lateCheckUrl)),
      },
      body: JSON.stringify({
        document_ids: itemIds,
        xwiki_username: within.user,
        ldap_user: null,
        jwt_users: [],
        oidc_users: identities,
      }),
      signal: AbortSignal.timeout(tunables.workplace.lateCheckTimeoutMs),
    });
    const text = await readBounded(reply.body, longestReply);
    if (reply.status !== 200 || text === null) throw new AppError('RIGHTS_UNAVAILABLE');
    return lateCheckReply.parse(JSON.parse(text));
  } catch (cause) {
    // What cannot be understood is no permission either.
    throw new AppError('RIGHTS_UNAVAILABLE', { cause, detail: `source: ${sourceId}` });
  }
}
