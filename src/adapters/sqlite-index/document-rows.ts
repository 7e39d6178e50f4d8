import type { DatabaseSync } from 'node:sqlite';
import type { IndexedDocument } from '../../ports/search-index.ts';
import { cardBytes } from './cards.ts';
import type { Placement } from './protocol.ts';
import { prepare } from './statement.ts';

/** Rows of documents. Each change notes the revision that it belongs to, for those who read. */
export type DocumentRows = {
  find(
    id: string,
  ): { readonly number: number; readonly version: number; readonly placement: Placement } | undefined;
  /** Adds a document, in a free row if there is one, and gives its number. */
  add(document: IndexedDocument, revision: number): number;
  update(number: number, document: Omit<IndexedDocument, 'org' | 'id'>, revision: number): void;
  place(number: number, placement: Placement, revision: number): void;
  touch(number: number, revision: number): void;
  free(number: number, revision: number): void;
};

export function createDocumentRows(database: DatabaseSync): DocumentRows {
  const find = prepare<[number, number, number, string, string]>(
    database,
    'select number, version, access_class, space, path from document where id = ?',
  );
  const findFree = prepare<[number]>(database, 'select number from document where id is null limit 1');
  const save = prepare<[number]>(
    database,
    `insert into document (number, id, version, access_class, space, path, card, revision) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (number) do update set id = excluded.id, version = excluded.version, path = excluded.path,
       access_class = excluded.access_class, space = excluded.space, card = excluded.card, revision = excluded.revision
     returning number`,
  );
  const update = prepare(
    database,
    'update document set version = ?, access_class = ?, space = ?, path = ?, card = ?, revision = ? where number = ?',
  );
  const place = prepare(
    database,
    'update document set access_class = ?, space = ?, path = ?, revision = ? where number = ?',
  );
  const touch = prepare(database, 'update document set revision = ? where number = ?');
  const free = prepare(
    database,
    `update document set id = null, version = 0, access_class = 0, space = '', path = '', card = x'', revision = ? where number = ?`,
  );
  return {
    find(id) {
      const row = find.get(id);
      if (!row) return undefined;
      const [number, version, accessClass, space, path] = row;
      return { number, version, placement: { accessClass, space, path } };
    },
    add({ id, version, accessClass, space, path, card }, revision) {
      const number = findFree.get()?.[0] ?? null;
      return save.get(number, id, version, accessClass, space, path, cardBytes(card), revision)?.[0] ?? 0;
    },
    update(number, { version, accessClass, space, path, card }, revision) {
      update.run(version, accessClass, space, path, cardBytes(card), revision, number);
    },
    place(number, { accessClass, space, path }, revision) {
      place.run(accessClass, space, path, revision, number);
    },
    touch: (number, revision) => void touch.run(revision, number),
    free: (number, revision) => void free.run(revision, number),
  };
}
