import type { Library, UsedDocument } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { Sensitivity } from '../document.ts';

/** What says which uses of documents are open to somebody. */
export type UsesLibrary = Pick<Library, 'findReadable' | 'lostUses'>;

/**
 * Of uses of documents, how sensitive each one is that the caller may make now; `undefined` of one that is lost. With a version it
 * is lost as soon as another one is announced: rights are those of the document as it stands, and tell nothing of what it said before.
 */
export async function openUses(
  library: UsesLibrary,
  { within, uses }: { readonly within: AccessFilter; readonly uses: readonly UsedDocument[] },
): Promise<(use: UsedDocument) => Sensitivity | undefined> {
  const ofVersion = new Map(uses.filter(({ version }) => version !== null).map((use) => [keyOf(use), use]));
  const [readable, lost] = await Promise.all([
    // It asks the sources that want to be asked, which the other does not.
    library.findReadable(within, [...new Set(uses.map(({ id }) => id))]),
    library.lostUses(
      within.org,
      [...ofVersion.values()].map(({ id, version }) => ({ user: within.user, id, version })),
    ),
  ]);
  const gone = new Set(lost.map(keyOf));
  return (use) => (gone.has(keyOf(use)) ? undefined : readable.get(use.id));
}

const keyOf = ({ id, version }: UsedDocument) => `${id} ${version}`;
