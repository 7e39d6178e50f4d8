import type { DatabaseSync } from 'node:sqlite';
import { createFreshWords } from './fresh-words.ts';
import type { IndexStats, Question } from './protocol.ts';
import { vectorKey } from './schema.ts';
import { createDocumentSearch } from './search-documents.ts';
import { createVectorSearch } from './search-vectors.ts';
import { createWordSearch } from './search-words.ts';
import { prepare } from './statement.ts';
import { createView } from './view.ts';
import { createSeenBy } from './visibility.ts';

/** Answers questions about one organisation. */
export type Reader = {
  /** Sees the file as it is at one moment. */
  answer(question: Exclude<Question, { name: 'cacheUse' }>): unknown;
  /** Memory held, in bytes. */
  readonly bytes: () => number;
};

export function createReader(database: DatabaseSync): Reader {
  const view = createView(database);
  const fresh = createFreshWords(database);
  const { seenBy, bytes: visibilityBytes } = createSeenBy(view);
  const searchWords = createWordSearch(database, view, seenBy, fresh);
  const searchDocuments = createDocumentSearch(view, seenBy);
  const vectors = createVectorSearch(database, view, seenBy);
  const readStats = prepare<[number, number, number]>(
    database,
    `select (select count(id) from document), (select count(*) from chunk),
       (select coalesce(sum(vectors), 0) from generation)`,
  );
  const readDocuments = prepare<[string, number, number, string, string]>(
    database,
    'select id, version, access_class, space, path from document where id is not null order by id',
  );

  const readIncomplete = prepare<[string]>(
    database,
    `select id from document d where id is not null and exists (
       select 1 from chunk c where c.document = d.number
          and not exists (select 1 from vector v where v.key = ? + c.slot))
     order by id`,
  );
  const findGeneration = prepare<[number]>(database, 'select number from generation where name = ?');

  function stats(): IndexStats {
    const [documents = 0, chunks = 0, held = 0] = readStats.get() ?? [];
    return { documents, chunks, vectors: held };
  }

  function answerNow({ name, ask }: Exclude<Question, { name: 'cacheUse' }>): unknown {
    if (name === 'stats') return stats();
    if (name === 'listDocuments')
      return readDocuments
        .all()
        .map(([id, version, accessClass, space, path]) => ({ id, version, accessClass, space, path }));
    if (name === 'listIncomplete') {
      // No generation has the number 0.
      const [number = 0] = findGeneration.get(ask.generation) ?? [];
      return readIncomplete.all(vectorKey(number, 0)).map(([id]) => id);
    }
    view.refresh();
    if (name === 'searchDocuments') return searchDocuments(ask);
    if (name === 'searchVectors') return vectors.search(ask);
    fresh.refresh();
    return searchWords(ask);
  }

  return {
    answer(question) {
      database.exec('begin');
      try {
        return answerNow(question);
      } finally {
        database.exec('commit');
      }
    },
    bytes: () => view.bytes() + visibilityBytes() + fresh.bytes() + vectors.bytes(),
  };
}
