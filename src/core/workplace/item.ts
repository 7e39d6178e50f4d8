import type { Acl } from '../contract/acl.ts';
import type { DocumentData } from '../contract/document-events.ts';
import type { Sensitivity } from '../document.ts';

/** What was said last of the bytes of an item, and of all that goes with them. */
export type ItemContent = Pick<
  DocumentData,
  | 'title'
  | 'size'
  | 'sha256'
  | 'contentVersion'
  | 'url'
  | 'createdBy'
  | 'modifiedAt'
  | 'encryption'
  | 'retentionUntil'
> & {
  /** Where the bytes are; `null` for what is encrypted from end to end. */
  readonly dataref: string | null;
  /** Its own; `null`: as its space. */
  readonly sensitivity: Sensitivity | null;
};

/**
 * A document of a workplace as registers: each part is what was said last of it, with the sequence at which that was. A part of
 * which nothing was said yet has the sequence 0. Later statements replace earlier ones whichever arrives first, so a history in any order gives one item.
 */
export type Item = {
  readonly id: string;
  readonly content: { readonly sequence: number; readonly value: ItemContent | null };
  readonly place: {
    readonly sequence: number;
    readonly space: string | null;
    /** Ids of its folders, the outermost first. */
    readonly folders: readonly string[];
    /** As people read it; `null` where the workplace does not say. */
    readonly path: string | null;
  };
  readonly acl: { readonly sequence: number; readonly value: Acl | null; readonly version: number };
  /** When it was deleted last; 0: never. */
  readonly goneSequence: number;
};

export const newItem = (id: string): Item => ({
  id,
  content: { sequence: 0, value: null },
  place: { sequence: 0, space: null, folders: [], path: null },
  acl: { sequence: 0, value: null, version: 0 },
  goneSequence: 0,
});

/** The rights of a folder, as said last. */
export type FolderRule = { readonly sequence: number; readonly acl: Acl };

/** The sequence of the last thing that was said of it. */
export const lastSequence = (item: Item): number =>
  Math.max(item.content.sequence, item.place.sequence, item.acl.sequence, item.goneSequence);

/**
 * Whether it is there: it has content, in a space, that is later than its own deletion and its space's. Content of which
 * nobody said who may read it is nobody's, but there.
 */
export function isThere(
  item: Item,
  space: { readonly goneSequence: number },
  now: Date,
): item is Item & { content: { value: ItemContent }; place: { space: string } } {
  const { sequence, value } = item.content;
  if (value === null || item.place.space === null) return false;
  // Its words were forgotten when it was erased: only what is said of it in full, later, could bring it back.
  if (value.title === '') return false;
  if (value.retentionUntil && new Date(value.retentionUntil) <= now) return false;
  return sequence > Math.max(item.goneSequence, space.goneSequence);
}

const nobody: Acl = { allow: [], restrictedTo: [], deny: [], inherited: false };

/**
 * Who may read it. Its own rights hold, unless they are inherited and a folder above has said something later: then the latest
 * of the folders does, up to the first whose rights are its own. Rights of one's own are never opened by a folder.
 */
export function effectiveAcl(item: Item, ruleOf: (folder: string) => FolderRule | undefined): Acl {
  const { sequence, value } = item.acl;
  if (value === null) return nobody;
  let holding: FolderRule = { sequence, acl: value };
  if (!value.inherited) return value;
  for (const folder of item.place.folders.toReversed()) {
    const rule = ruleOf(folder);
    if (!rule) continue;
    if (rule.sequence > holding.sequence) holding = rule;
    if (!rule.acl.inherited) break;
  }
  return holding.acl;
}
