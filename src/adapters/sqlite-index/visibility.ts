import type { Sight } from './protocol.ts';
import type { View, ViewedDocument } from './view.ts';

export const hidden = 0;
/** The caller may read it: it counts for term statistics. */
export const readable = 1;
/** It may moreover be found: it lies in the scope. */
export const findable = 2;

/** What one caller may read and find, as long as nothing changes. */
export type Visibility = {
  /** For each slot, whether its chunk is hidden, readable or findable. */
  readonly of: Uint8Array;
  readonly readableChunks: number;
  readonly findableChunks: number;
  readonly readableDocuments: number;
  readonly findableDocuments: readonly ViewedDocument[];
  /** Of terms that were looked for, how many readable chunks have each. */
  readonly frequencies: Map<number, number>;
  readonly isReadable: (document: ViewedDocument) => boolean;
  /** Of a document that is readable: it lies in the scope. */
  readonly isInScope: (document: ViewedDocument) => boolean;
};

type Asked = Pick<Sight, 'accessClasses' | 'scope'>;
export type SeenBy = (sight: Asked) => Visibility;

/** Callers with their scopes that are remembered: the searches of one question, and of a few at once, share theirs. */
const remembered = 8;
/** About what a map takes for a term and its frequency, and a list for one of its items. */
const termBytes = 40;
const itemBytes = 8;

/** Works out who sees what; call it after `refresh()` of the view. */
export function createSeenBy(view: View): { readonly seenBy: SeenBy; readonly bytes: () => number } {
  const known = new Map<string, Visibility>();
  let revision = view.revision();

  return {
    seenBy({ accessClasses, scope }) {
      if (revision !== view.revision()) known.clear();
      revision = view.revision();
      const key = JSON.stringify([accessClasses, scope]);
      const visibility = known.get(key) ?? look({ accessClasses, scope }, view);
      // The one that was used last is forgotten last.
      known.delete(key);
      known.set(key, visibility);
      if (known.size > remembered) known.delete(known.keys().next().value ?? '');
      return visibility;
    },
    bytes: () =>
      known
        .values()
        .reduce(
          (sum, { of, frequencies, findableDocuments }) =>
            sum + of.byteLength + frequencies.size * termBytes + findableDocuments.length * itemBytes,
          0,
        ),
  };
}

function look({ accessClasses, scope }: Asked, view: View): Visibility {
  const classes = new Set(accessClasses);
  const isReadable = ({ accessClass }: ViewedDocument) => classes.has(accessClass);
  const isInScope = scopeTest(scope);
  const of = new Uint8Array(view.slotCount());
  let readableChunks = 0;
  let findableChunks = 0;
  let readableDocuments = 0;
  const findableDocuments: ViewedDocument[] = [];
  for (const document of view.documents.values()) {
    if (!isReadable(document)) continue;
    const isFindable = isInScope(document);
    readableDocuments += 1;
    readableChunks += document.slots.length;
    if (isFindable) {
      findableDocuments.push(document);
      findableChunks += document.slots.length;
    }
    const mark = isFindable ? findable : readable;
    for (const slot of document.slots) of[slot] = mark;
  }
  return {
    of,
    readableChunks,
    findableChunks,
    readableDocuments,
    findableDocuments,
    frequencies: new Map(),
    isReadable,
    isInScope,
  };
}

function scopeTest({ spaces, folders, documents }: Sight['scope']): (document: ViewedDocument) => boolean {
  const spaceSet = new Set(spaces);
  const documentSet = new Set(documents);
  const folderSet = new Set(folders);
  return ({ id, space, path }) =>
    (spaceSet.size === 0 || spaceSet.has(space)) &&
    (documentSet.size === 0 || documentSet.has(id)) &&
    (folderSet.size === 0 || liesInOneOf(folderSet, path));
}

/** Looks the path up with each of its beginnings, so that many folders cost no more than one. */
function liesInOneOf(folders: ReadonlySet<string>, path: string): boolean {
  if (folders.has(path)) return true;
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
    if (folders.has(path.slice(0, end))) return true;
  return false;
}
