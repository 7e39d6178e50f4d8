import type { WorkplaceEvent } from '../core/contract/events.ts';
import type { Backfill, BackfillPlace, BackfillTrouble } from '../core/workplace/backfill/backfill.ts';
import type { ReadLines } from '../core/workplace/backfill/read-lines.ts';
import type { Source } from '../core/workplace/source.ts';

/** What became of the items that were not listed and that the workplace was asked for one by one. */
export type SweptItems = {
  readonly gone: readonly string[];
  /** They are there after all. */
  readonly found: readonly WorkplaceEvent[];
  /** Nothing sensible was said of them: they stay as they are. */
  readonly spared: readonly string[];
};

/** Backfills, and what they change. A change counts only while the backfill runs and stands where it was read. */
export type BackfillStore = {
  /**
   * Starts one; `spaces` `null`: all. `by`: who, `null` the operator or a program.
   * @throws AppError `CONFLICT` when one of this source is under way
   */
  start(
    source: Pick<Source, 'org' | 'id'>,
    options: { readonly spaces: readonly string[] | null; readonly by: string | null },
  ): Promise<Backfill>;
  /** The latest first. */
  list(
    org: string,
    options: { readonly source: string | null; readonly limit: number },
  ): Promise<readonly Backfill[]>;
  find(org: string, id: string): Promise<Backfill | null>;
  /**
   * Pauses, goes on with, or ends one. `force` lets its sweep remove any number. Gives it as it is then, `null` where there is none.
   * @throws AppError `CONFLICT` when it has ended, or another one of its source is under way
   */
  change(
    org: string,
    id: string,
    action: 'pause' | 'resume' | 'cancel',
    options: { readonly force: boolean; readonly by: string | null },
  ): Promise<Backfill | null>;
  /** Of each organisation the running one that waited longest, if it may go on by now. */
  listDue(now: Date): Promise<readonly Backfill[]>;
  expect(backfill: Backfill, items: number): Promise<void>;
  /**
   * Applies a page and moves on, in one transaction; with `removesUnnamed`, after removing whom the directory does not name.
   * `false`: it stands elsewhere meanwhile, nothing was changed.
   */
  takePage(
    backfill: Backfill,
    source: Source,
    page: ReadLines,
    options: { readonly after: BackfillPlace; readonly now: Date; readonly removesUnnamed?: boolean },
  ): Promise<boolean>;
  /**
   * How many people, groups and spaces are known to be there, and how many of them this pull's listing of the directory has not named,
   * of which no event spoke since its start either.
   */
  countUnnamed(backfill: Backfill): Promise<{ readonly known: number; readonly unlisted: number }>;
  /** Of the only spaces that it asks for, those that are not there. */
  listUnknownSpaces(backfill: Backfill): Promise<readonly string[]>;
  /** How many items of this pull are known to be there, and how many of them were neither listed nor spoken of since its start. */
  countUnlisted(backfill: Backfill): Promise<{ readonly known: number; readonly unlisted: number }>;
  listUnlisted(backfill: Backfill, limit: number): Promise<readonly string[]>;
  /** Removes what is gone and applies what is not, unless live events spoke of it meanwhile. */
  sweep(
    backfill: Backfill,
    source: Source,
    swept: SweptItems,
    options: { readonly now: Date },
  ): Promise<boolean>;
  finish(backfill: Backfill, trouble: BackfillTrouble | null): Promise<void>;
  /** Says why it waits, and until when; with `until` `null` it stops. */
  postpone(backfill: Backfill, trouble: BackfillTrouble, until: Date | null): Promise<void>;
};
