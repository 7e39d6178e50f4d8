import type { AccessRepository, SpaceCard } from '../../ports/access-repository.ts';
import type { DocumentStore, KnownDocument, Placement } from '../../ports/document-store.ts';
import { type AccessFile, accessOf, entryOf } from '../access/access-file.ts';
import type { AccessRule } from '../access/access-rule.ts';
import { AppError } from '../errors.ts';
import { pathOf } from './external-path.ts';
import { isPlacedAt } from './is-placed-at.ts';

/** Tells where each file of a folder stands and who may read it. */
export type Placing = {
  placeOf(path: string): Promise<Placement>;
  /** The access class of the space's members. */
  openClass(): Promise<number>;
  /** Patterns that no path asked so far was decided by. */
  idlePatterns(): readonly string[];
};

/** Few distinct rules cover many files, so the class of each is asked for once. */
export function createPlacing(
  access: Pick<AccessRepository, 'ensureAccessClass'>,
  org: string,
  space: SpaceCard,
  accessFile: AccessFile,
): Placing {
  const classes = new Map<string, Promise<number>>();
  const deciding = new Set<unknown>();
  const classOf = (rule: AccessRule): Promise<number> => {
    const key = JSON.stringify(rule);
    const known = classes.get(key) ?? access.ensureAccessClass(org, rule);
    classes.set(key, known);
    return known;
  };
  return {
    placeOf: async (path) => {
      deciding.add(entryOf(path, accessFile));
      const { rule, sensitivity } = accessOf(path, space, accessFile);
      return { space: space.id, accessClass: await classOf(rule), sensitivity, path };
    },
    openClass: () => classOf(accessOf('', space, []).rule),
    idlePatterns: () => accessFile.filter((entry) => !deciding.has(entry)).map((entry) => entry.path),
  };
}

/**
 * Puts what is known in its place, whatever has become of its bytes: a file that can no longer be read must not stay
 * open to those who lost it. Gives the paths of what moved.
 */
export async function placeKnown(
  documents: Pick<DocumentStore, 'place'>,
  org: string,
  known: readonly KnownDocument[],
  placing: Placing,
): Promise<ReadonlySet<string>> {
  const moved = new Set<string>();
  for (const document of known) {
    const place = await placing.placeOf(pathOf(document.externalId));
    if (isPlacedAt(document, place)) continue;
    await documents.place({ org, id: document.id }, place);
    moved.add(pathOf(document.externalId));
  }
  return moved;
}

/**
 * A principal that nobody has would silently deny nobody, or let nobody read.
 * @throws AppError `ACCESS_FILE_INVALID` naming them
 */
export async function refuseUnknownPrincipals(
  access: Pick<AccessRepository, 'findUnknownPrincipals'>,
  org: string,
  accessFile: AccessFile,
): Promise<void> {
  const named = accessFile.flatMap((entry) => [...(entry.allow ?? []), ...entry.restrictedTo, ...entry.deny]);
  const unknown = await access.findUnknownPrincipals(org, [...new Set(named)]);
  if (unknown.length > 0)
    throw new AppError('ACCESS_FILE_INVALID', {
      detail: `unknown in this organisation: ${unknown.join(', ')}`,
    });
}

/**
 * The folder around another one, read into the space of everybody, would open what lies in that one for a few.
 * @throws AppError `FOLDER_IN_OTHER_SPACE`
 */
export async function refuseOtherSpace(
  documents: Pick<DocumentStore, 'listSpacesOfSources'>,
  {
    org,
    space,
    folders,
  }: { readonly org: string; readonly space: string; readonly folders: ReadonlySet<string> },
): Promise<void> {
  const others = (await documents.listSpacesOfSources(org)).filter(
    (known) => known.space !== space && folders.has(known.source),
  );
  if (others.length === 0) return;
  const spaces = [...new Set(others.map((known) => known.space))];
  throw new AppError('FOLDER_IN_OTHER_SPACE', { detail: `space: ${spaces.join(', ')}` });
}

/**
 * Reading a folder again without its access file would open what the file had restricted.
 * @throws AppError `ACCESS_FILE_REQUIRED`
 */
export async function refuseOpening(documents: readonly KnownDocument[], placing: Placing): Promise<void> {
  const open = await placing.openClass();
  const restricted = documents.filter((document) => document.accessClass !== open);
  if (restricted.length > 0)
    throw new AppError('ACCESS_FILE_REQUIRED', { detail: `documents: ${restricted.length}` });
}
