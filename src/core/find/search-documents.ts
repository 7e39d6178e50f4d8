import type { AliasRepository } from '../../ports/alias-repository.ts';
import type { Library, ScopeSummary } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { RankedPassage } from '../answer/passage.ts';
import type { Scope } from '../scope.ts';
import { aliasKeysOf } from './alias-keys.ts';
import { type RetrieveDeps, retrieve } from './retrieve.ts';

export type SearchDeps = Omit<RetrieveDeps, 'gate'> & {
  readonly library: Pick<Library, 'readPassages' | 'summarise'>;
  readonly aliases: Pick<AliasRepository, 'find'>;
};

export type SearchRequest = {
  readonly query: string;
  readonly scope: Scope;
  readonly limit: number;
  readonly signal?: AbortSignal;
};

export type SearchReply = {
  readonly passages: readonly RankedPassage[];
  readonly scope: ScopeSummary;
  readonly tookMs: number;
};

/** The best passages that the caller may read, at most one per document, with what the scope holds. */
export async function searchDocuments(
  deps: SearchDeps,
  within: AccessFilter,
  request: SearchRequest,
): Promise<SearchReply> {
  const started = performance.now();
  const { query, scope, limit, signal } = request;
  const [{ summary, languages }, aliases] = await Promise.all([
    deps.library.summarise(within, scope),
    deps.aliases.find(within, aliasKeysOf(query)),
  ]);
  const { passages } = await retrieve(
    { ...deps, gate: deps.library.readPassages },
    { query, within, scope, limit, languages, aliases, onePerDocument: true, ...(signal && { signal }) },
  );
  return { passages, scope: summary, tookMs: Math.round((performance.now() - started) * 10) / 10 };
}
