import type { Sight } from './protocol.ts';
import type { View, ViewedDocument } from './view.ts';

export const hidden = 0;
/** The caller may read it: it counts for term statistics. */
export const readable = 1;
/** It may moreover be found: it lies in the scope. */
export const findable = 2;

/** Documents that the caller may read; whether each may be found as well. */
export function* documentsSeenBy(
  { accessClasses, scope }: Pick<Sight, 'accessClasses' | 'scope'>,
  view: View,
): Generator<{ readonly number: number; readonly document: ViewedDocument; readonly isFindable: boolean }> {
  const classes = new Set(accessClasses);
  const isInScope = scopeTest(scope);
  for (const [number, document] of view.documents)
    if (classes.has(document.accessClass)) yield { number, document, isFindable: isInScope(document) };
}

/** For each slot, whether the caller may read and find its chunk, and how many may be. */
export type Visibility = {
  readonly of: Uint8Array;
  readonly readableChunks: number;
  readonly findableChunks: number;
};

export function seenBy(sight: Pick<Sight, 'accessClasses' | 'scope'>, view: View): Visibility {
  const of = new Uint8Array(view.slotCount());
  let readableChunks = 0;
  let findableChunks = 0;
  for (const { document, isFindable } of documentsSeenBy(sight, view)) {
    readableChunks += document.slots.length;
    if (isFindable) findableChunks += document.slots.length;
    const mark = isFindable ? findable : readable;
    for (const slot of document.slots) of[slot] = mark;
  }
  return { of, readableChunks, findableChunks };
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
