import type { DatabaseSync } from 'node:sqlite';
import { isAppError } from '../../core/errors.ts';
import type { ReplaceOutcome } from '../../ports/search-index.ts';
import { createChunkRows } from './chunk-rows.ts';
import { createDocumentRows } from './document-rows.ts';
import { failureOf } from './failure.ts';
import { unpackChunks } from './packed.ts';
import type { Change, Changes, Reply } from './protocol.ts';
import { createSlots } from './slots.ts';
import { prepare } from './statement.ts';
import { createVectorRows } from './vector-rows.ts';
import { createWordRows } from './word-rows.ts';

/** Does changes of one organisation. Words are merged when at least `mergeChunks` chunks wait for it. */
export type Writer = {
  /** All in one transaction: an error of the database undoes them all and is thrown; a refusal is a reply. */
  apply(changes: readonly Change[]): Reply[];
};

export function createWriter(database: DatabaseSync, mergeChunks: number): Writer {
  const documents = createDocumentRows(database);
  const words = createWordRows(database);
  const vectors = createVectorRows(database);
  const slots = createSlots(database);
  const chunks = createChunkRows(database, { slots, words, removeVectors: vectors.remove });
  const nextRevision = prepare<[number]>(
    database,
    'update meta set revision = revision + 1 returning revision',
  );

  function replaceDocument(ask: Changes['replaceDocument']['ask'], revision: number): ReplaceOutcome {
    const { document } = ask;
    const before = documents.find(document.id);
    if (before && before.version > document.version) return { outcome: 'stale' };
    if (before) documents.update(before.number, document, revision);
    const number = before?.number ?? documents.add(document, revision);
    const left = chunks.slotsOf(number);
    const held = left.size;
    let kept = 0;
    let added = 0;
    const fresh = unpackChunks(ask.chunks).filter((chunk) => {
      const slot = left.get(chunk.id);
      if (slot === undefined) return true;
      words.put(slot, chunk, revision);
      left.delete(chunk.id);
      kept += 1;
      return false;
    });
    for (const slot of left.values()) chunks.remove(number, slot);
    for (const chunk of fresh) {
      chunks.add(number, chunk, revision);
      added += 1;
    }
    return { outcome: 'replaced', added, removed: held - kept, kept };
  }

  function putVectors(ask: Changes['putVectors']['ask'], revision: number): null {
    const { document, generation, chunkIds, dimension, values } = ask;
    const found = documents.find(document.id);
    if (!found) return null;
    const slotOf = chunks.slotsOf(found.number);
    const known = chunkIds.flatMap((id, i) => {
      const slot = slotOf.get(id);
      return slot === undefined
        ? []
        : [{ slot, vector: values.subarray(i * dimension, (i + 1) * dimension) }];
    });
    if (known.length === 0) return null;
    vectors.put(generation, dimension, known);
    documents.touch(found.number, revision);
    return null;
  }

  function setPlacement({ document, placement }: Changes['setPlacement']['ask'], revision: number): null {
    const found = documents.find(document.id);
    if (found) documents.place(found.number, placement, revision);
    return null;
  }

  function removeDocument({ document }: Changes['removeDocument']['ask'], revision: number): null {
    const found = documents.find(document.id);
    if (!found) return null;
    for (const slot of chunks.slotsOf(found.number).values()) chunks.remove(found.number, slot);
    documents.free(found.number, revision);
    return null;
  }

  function applyOne({ name, ask }: Change, revision: number): unknown {
    if (name === 'replaceDocument') return replaceDocument(ask, revision);
    if (name === 'putVectors') return putVectors(ask, revision);
    if (name === 'setPlacement') return setPlacement(ask, revision);
    if (name === 'removeDocument') return removeDocument(ask, revision);
    if (name === 'dropVectors') return vectors.drop(ask.generation);
    return null;
  }

  return {
    apply(changes) {
      database.exec('begin immediate');
      try {
        const revision = nextRevision.get()?.[0] ?? 0;
        const replies = changes.map((change) => reply(() => applyOne(change, revision)));
        words.write(mergeChunks);
        database.exec('commit');
        return replies;
      } catch (error) {
        words.forget();
        if (database.isTransaction) database.exec('rollback');
        throw error;
      }
    },
  };
}

/** A change that was refused before it wrote anything takes nothing away from the others. */
function reply(change: () => unknown): Reply {
  try {
    return { value: change() };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { failure: failureOf(error) };
  }
}
