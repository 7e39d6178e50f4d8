import type { DatabaseSync } from 'node:sqlite';
import type { SparseVector } from '../../core/find/sparse-vector.ts';
import { createCardIndex, readCard } from './cards.ts';
import { prepare } from './statement.ts';

export type ViewedDocument = {
  readonly id: string;
  readonly accessClass: number;
  readonly space: string;
  readonly path: string;
  readonly slots: number[];
  readonly card: SparseVector;
  /** Revision in which it last changed. */
  readonly revision: number;
};

/**
 * What searching needs of all documents and chunks of an organisation, in memory. The file is the truth: `refresh()` reads
 * what changed there since, whichever thread or process wrote it.
 */
export type View = {
  /** Call it within the transaction that goes on to read postings or vectors. */
  refresh(): void;
  readonly revision: () => number;
  readonly documents: ReadonlyMap<number, ViewedDocument>;
  readonly documentWithId: (id: string) => ViewedDocument | undefined;
  /** Numbers of the documents whose card has the term. */
  readonly documentsNamed: (term: number) => ReadonlySet<number>;
  /** The document that holds a slot, its number, and the id of the slot's chunk. Slots that no document names mean nothing. */
  readonly documentOf: (slot: number) => ViewedDocument | undefined;
  readonly holderOf: (slot: number) => number;
  readonly chunkIdOf: (slot: number) => string;
  /** One more than the highest slot, and the highest number of a document, in use. */
  readonly slotCount: () => number;
  readonly documentCount: () => number;
  /** Memory in bytes, about. */
  readonly bytes: () => number;
};

/** A UUID as V8 keeps it, its place in an array, the slot in its document and the number of that document. */
const chunkBytes = 56 + 8 + 8 + 4;
const documentBytes = 400;

export function createView(database: DatabaseSync): View {
  const readRevision = prepare<[number]>(database, 'select revision from meta');
  const readDocuments = prepare<[number, string | null, number, string, string, Uint8Array, number]>(
    database,
    'select number, id, access_class, space, path, card, revision from document where revision > ?',
  );
  const readChunks = prepare<[number, number, string]>(
    database,
    `select d.number, c.slot, c.id from document d join chunk c on c.document = d.number where d.revision > ?`,
  );
  const documents = new Map<number, ViewedDocument>();
  const numbers = new Map<string, number>();
  const cards = createCardIndex();
  const chunkIds: string[] = [];
  let documentCount = 0;
  let holders = new Int32Array(1024);
  let revision = 0;

  function hold(slot: number, document: number): void {
    if (slot >= holders.length) {
      const grown = new Int32Array(Math.max(slot + 1, holders.length * 2));
      grown.set(holders);
      holders = grown;
    }
    holders[slot] = document;
  }

  return {
    refresh() {
      const newest = readRevision.get()?.[0] ?? 0;
      if (newest === revision) return;
      for (const [number, id, accessClass, space, path, bytes, changed] of readDocuments.iterate(revision)) {
        documentCount = Math.max(documentCount, number + 1);
        const before = documents.get(number);
        if (before) {
          cards.remove(number, before.card);
          numbers.delete(before.id);
        }
        if (id === null) {
          documents.delete(number);
          continue;
        }
        const card = readCard(bytes);
        cards.add(number, card);
        numbers.set(id, number);
        documents.set(number, { id, accessClass, space, path, slots: [], card, revision: changed });
      }
      for (const [number, slot, chunkId] of readChunks.iterate(revision)) {
        documents.get(number)?.slots.push(slot);
        hold(slot, number);
        chunkIds[slot] = chunkId;
      }
      revision = newest;
    },
    revision: () => revision,
    documents,
    documentWithId: (id) => documents.get(numbers.get(id) ?? 0),
    documentsNamed: cards.documentsNamed,
    documentOf: (slot) => documents.get(holders[slot] ?? 0),
    holderOf: (slot) => holders[slot] ?? 0,
    chunkIdOf: (slot) => chunkIds[slot] ?? '',
    slotCount: () => chunkIds.length,
    documentCount: () => documentCount,
    bytes: () => chunkIds.length * chunkBytes + documents.size * documentBytes + cards.bytes(),
  };
}
