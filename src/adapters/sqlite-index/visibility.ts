import { keepRecent } from '../../core/keep-recent.ts';
import type { Sight } from './protocol.ts';
import type { View, ViewedDocument } from './view.ts';

export const hidden = 0;
/** The caller may read it: it counts for term statistics. */
export const readable = 1;
/** It may moreover be found: it lies in the scope. */
export const findable = 2;

/** What one caller may read, as long as nothing changes. */
type Readable = {
  /** For each slot, whether its chunk is hidden or readable. */
  readonly of: Uint8Array;
  readonly readableChunks: number;
  readonly readableDocuments: number;
  /** Of terms that were looked for, how many readable chunks have each. */
  readonly frequencies: Map<number, number>;
  readonly isReadable: (document: ViewedDocument) => boolean;
};

/** What the caller may moreover find in a scope: `of` marks it too. */
export type Visibility = Readable & {
  readonly findableChunks: number;
  readonly findableDocuments: readonly ViewedDocument[];
  /** Of a document that is readable: it lies in the scope. */
  readonly isInScope: (document: ViewedDocument) => boolean;
};

type Asked = Pick<Sight, 'accessClasses' | 'scope'>;
export type SeenBy = (sight: Asked) => Visibility;

/** Callers, and callers with their scopes, that are remembered: the searches of one question, and of a few at once, share theirs. */
const remembered = 8;
/** About what a map takes for a term and its frequency, and a list for one of its items. */
const termBytes = 40;
const itemBytes = 8;

/** Works out who sees what; call it after `refresh()` of the view. */
export function createSeenBy(view: View): { readonly seenBy: SeenBy; readonly bytes: () => number } {
  const callers = keepRecent<Readable>(remembered);
  const sights = keepRecent<Visibility>(remembered);
  let revision = view.revision();

  return {
    seenBy({ accessClasses, scope }) {
      if (revision !== view.revision()) {
        callers.clear();
        sights.clear();
      }
      revision = view.revision();
      const caller = callers.get(JSON.stringify(accessClasses), () => readableBy(accessClasses, view));
      return sights.get(JSON.stringify([accessClasses, scope]), () => findableIn(scope, caller, view));
    },
    bytes: () =>
      sum([...callers.values()], ({ of, frequencies }) => of.byteLength + frequencies.size * termBytes) +
      sum(
        [...sights.values()],
        ({ of, findableDocuments }) => of.byteLength + findableDocuments.length * itemBytes,
      ),
  };
}

const sum = <One>(all: readonly One[], bytesOf: (one: One) => number): number =>
  all.reduce((total, one) => total + bytesOf(one), 0);

function readableBy(accessClasses: readonly number[], view: View): Readable {
  const classes = new Set(accessClasses);
  const isReadable = ({ accessClass }: ViewedDocument) => classes.has(accessClass);
  const of = new Uint8Array(view.slotCount());
  let readableChunks = 0;
  let readableDocuments = 0;
  for (const document of view.documents.values()) {
    if (!isReadable(document)) continue;
    readableDocuments += 1;
    readableChunks += document.slots.length;
    for (const slot of document.slots) of[slot] = readable;
  }
  return { of, readableChunks, readableDocuments, frequencies: new Map(), isReadable };
}

function findableIn(scope: Sight['scope'], caller: Readable, view: View): Visibility {
  const isInScope = scopeTest(scope);
  const of = caller.of.slice();
  const findableDocuments: ViewedDocument[] = [];
  let findableChunks = 0;
  for (const document of candidates(scope, view)) {
    if (!caller.isReadable(document) || !isInScope(document)) continue;
    findableDocuments.push(document);
    findableChunks += document.slots.length;
    for (const slot of document.slots) of[slot] = findable;
  }
  return { ...caller, of, findableChunks, findableDocuments, isInScope };
}

/** The documents that a scope names, or all of them. */
function candidates({ documents }: Sight['scope'], view: View): Iterable<ViewedDocument> {
  if (!documents?.length) return view.documents.values();
  return [...new Set(documents)].flatMap((id) => view.documentWithId(id) ?? []);
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
