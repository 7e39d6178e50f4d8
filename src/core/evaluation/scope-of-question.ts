import { tunables } from '../../../config/tunables.ts';
import type { Library } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { Scope } from '../scope.ts';
import type { Question } from './suite.ts';

/** A scope with its documents by id; one that the person may not read stays what no document is called. */
export async function scopeOfQuestion(
  { library }: { readonly library: Pick<Library, 'list'> },
  within: AccessFilter,
  { scope = {} }: Pick<Question, 'scope'>,
): Promise<Scope> {
  const { spaces, folders, documents } = scope;
  const where = { ...(spaces && { spaces }), ...(folders && { folders }) };
  if (documents === undefined) return where;
  const ids = await documentIds(library, within);
  return { ...where, documents: documents.map((name) => ids.get(name) ?? crypto.randomUUID()) };
}

const listings = new WeakMap<AccessFilter, Promise<ReadonlyMap<string, string>>>();

/** Ids of what a person may read, by path and by space and path; listed once for each resolution of their rights. */
function documentIds(
  library: Pick<Library, 'list'>,
  within: AccessFilter,
): Promise<ReadonlyMap<string, string>> {
  const listing = listings.get(within) ?? listDocuments(library, within);
  listings.set(within, listing);
  return listing;
}

async function listDocuments(
  library: Pick<Library, 'list'>,
  within: AccessFilter,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  const limit = tunables.limits.pageSize;
  for (let after: { path: string; id: string } | undefined; ; ) {
    const documents = await library.list(within, { limit, ...(after && { after }) });
    for (const { id, path, space } of documents) ids.set(path, id).set(`${space}/${path}`, id);
    const last = documents.at(-1);
    if (documents.length < limit || !last) return ids;
    after = { path: last.path, id: last.id };
  }
}
