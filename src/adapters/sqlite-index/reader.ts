import type { DatabaseSync } from 'node:sqlite';
import { createFreshWords } from './fresh-words.ts';
import type { IndexStats, Question } from './protocol.ts';
import { createDocumentSearch } from './search-documents.ts';
import { createVectorSearch } from './search-vectors.ts';
import { createWordSearch } from './search-words.ts';
import { prepare } from './statement.ts';
import { createView } from './view.ts';

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
  const searchWords = createWordSearch(database, view, fresh);
  const searchDocuments = createDocumentSearch(view);
  const vectors = createVectorSearch(database, view);
  const readStats = prepare<[number, number, number]>(
    database,
    `select (select count(id) from document), (select count(*) from chunk),
       (select coalesce(sum(vectors), 0) from generation)`,
  );
  const readDocuments = prepare<[string, number, number, string, string]>(
    database,
    'select id, version, access_class, space, path from document where id is not null order by id',
  );

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
    bytes: () => view.bytes() + fresh.bytes() + vectors.bytes(),
  };
}
