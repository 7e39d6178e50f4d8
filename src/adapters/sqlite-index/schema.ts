/**
 * Version of the tables and of the bytes within them. Raise it with any change: files of another version are set aside
 * and made anew from the truth, there are no migrations.
 */
export const schemaVersion = 4;

/** Slots that share one row per term (see `posting`): at most 65,536, because places within a block are 16-bit. */
export const blockSlots = 16_384;

/** The tables of one organisation's file. */
export const schema = `
  -- One row. revision rises with each transaction, so that readers know what they have not seen.
  create table meta (
    org text not null,
    revision integer not null,
    next_slot integer not null,
    merges integer not null
  ) strict;

  -- A row whose id is null is free; it stays so that readers learn of the removal.
  create table document (
    number integer primary key,
    id text unique,
    version integer not null,
    access_class integer not null,
    space text not null,
    path text not null,
    -- Words of its name: term ids (int32, ascending), then weights (float32).
    card blob not null,
    revision integer not null
  ) strict;
  create index document_revision on document (revision);

  -- A slot is a small number that stands for a chunk in postings and vectors. Freed ones are given again.
  create table chunk (
    document integer not null,
    slot integer not null,
    id text not null,
    primary key (document, slot)
  ) strict, without rowid;
  create table free_slot (slot integer primary key) strict;

  -- Words by chunk: its terms (int32, ascending) and their weights (float32).
  create table chunk_words (
    slot integer primary key,
    terms blob not null,
    weights blob not null
  ) strict;

  -- Chunks that do not stand in postings yet: gathered, they are merged into them together.
  create table fresh (
    slot integer primary key,
    revision integer not null
  ) strict;
  create index fresh_revision on fresh (revision);

  -- Chunks by word, without the fresh ones: key = block of slots and term id, entries = see posting-entries.ts.
  create table posting (
    key integer primary key,
    entries blob not null
  ) strict;

  -- Numbers are not given again, for a searching thread knows vectors by them: see isDropped.
  create table generation (
    number integer primary key,
    name text not null unique,
    dimension integer not null,
    vectors integer not null
  ) strict;

  -- key = generation and slot, value = float32.
  create table vector (
    key integer primary key,
    value blob not null
  ) strict;
`;

/** What a row of `generation` is after its vectors were dropped: it keeps its number and has a name that nobody else has. */
export const isDropped = 'dimension = 0';

/** Row key of a term's entries in the block that `slot` lies in. Numbers stay below 2^53 for 8 billion slots. */
export function postingKey(slot: number, term: number): number {
  return Math.floor(slot / blockSlots) * 2 ** 32 + (term >>> 0);
}

/** Row key of a chunk's vector. */
export function vectorKey(generation: number, slot: number): number {
  return generation * 2 ** 32 + slot;
}
