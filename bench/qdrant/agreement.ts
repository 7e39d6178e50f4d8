import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeQuery } from '../../src/core/find/encode.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { everything } from '../../src/core/scope.ts';
import type { SearchIndex } from '../../src/ports/search-index.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import { createCachedEmbedder } from '../retrieval/cached-embedder.ts';
import { createExactIndex } from '../retrieval/exact-index.ts';
import { loadSet, type RetrievalSet, setNames } from '../retrieval/load-set.ts';
import { ingest, ingestSet, type Vectors } from '../retrieval/measure.ts';
import { ndcg } from '../retrieval/scorers.ts';
import { vectorsOfSet } from '../retrieval/vectors-of-set.ts';
import { mean, openBoth, round, shareFound, timed } from './open-both.ts';

/**
 * `node bench/qdrant/agreement.ts [set …] [--model FOLDER] [--cache DIR] [--every 5] [--version 1.18.0]`: whether SQLite and Qdrant find the same
 * on the development sets, one line of JSON each: the ten best chunks by words for readers of all classes, of three in ten
 * and of one, the documents that a question names, and the ten documents that the whole pipeline gives, by meaning too where
 * a model is named.
 */
const folder = process.env.RETRIEVAL_SETS ?? join(import.meta.dirname, '../../../shared/data/retrieval');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    model: { type: 'string' },
    cache: { type: 'string' },
    version: { type: 'string' },
  },
});
const classes = 10;
const readers = [classes, 3, 1].map((count) =>
  anAccessFilter({ accessClasses: [...Array(classes).keys()].slice(0, count) }),
);
const embedder =
  values.model === undefined ? undefined : await createCachedEmbedder(values.model, values.cache);

for (const name of setNames) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const whole = loadSet(folder, name);
  const questions = whole.questions.filter((_, at) => at % Number(values.every) === 0);
  console.log(JSON.stringify(await compare({ ...whole, questions })));
}
await embedder?.close();

async function compare(set: RetrievalSet) {
  const vectors = embedder && (await vectorsOfSet(set, embedder));
  const { sqlite, qdrant, both, close } = await openBoth(values);
  try {
    for (const index of both) await fill(index, set, vectors);
    const { find } = ingestSet(set, { vectors });
    const [words, ordered, names, pipeline] = [[], [], [], []] as number[][];
    const [sqliteMs, qdrantMs, sqliteNdcg, qdrantNdcg] = [[], [], [], []] as number[][];
    for (const question of set.questions) {
      const query = encodeQuery(question.text, ['fr', 'en']);
      for (const within of readers) {
        const ask = (index: SearchIndex) =>
          index.searchWords(query, within, { scope: everything, limit: 10 });
        const [one, other] = [await timed(() => ask(sqlite)), await timed(() => ask(qdrant))];
        const [wanted, found] = [one, other].map(({ result }) => result.hits.map(({ chunkId }) => chunkId));
        words?.push(shareFound(wanted ?? [], found ?? []));
        ordered?.push(wanted?.join() === found?.join() ? 1 : 0);
        sqliteMs?.push(one.ms);
        qdrantMs?.push(other.ms);
        const name = (index: SearchIndex) =>
          index.searchDocuments(query, within, { scope: everything, limit: 4 });
        const [named, alsoNamed] = [await name(sqlite), await name(qdrant)].map((hits) =>
          hits.map(({ documentId }) => documentId),
        );
        names?.push(shareFound(named ?? [], alsoNamed ?? []));
      }
      const [one, other] = [
        await find(question, { index: ofAll(sqlite) }),
        await find(question, { index: ofAll(qdrant) }),
      ];
      pipeline?.push(shareFound(one, other));
      sqliteNdcg?.push(ndcg(one, question.relevant));
      qdrantNdcg?.push(ndcg(other, question.relevant));
    }
    const share = (numbers: number[] | undefined) => round(mean(numbers ?? []));
    return {
      set: set.name,
      questions: set.questions.length,
      chunks: (await sqlite.stats('bellerive')).chunks,
      wordsTop10: share(words),
      sameOrder: share(ordered),
      named: share(names),
      pipelineTop10: share(pipeline),
      ndcg10: { sqlite: share(sqliteNdcg), qdrant: share(qdrantNdcg) },
      wordsMs: { sqlite: percentilesOf(sqliteMs ?? []), qdrant: percentilesOf(qdrantMs ?? []) },
    };
  } finally {
    await close();
  }
}

/** The index for somebody who may read it all, whoever asks. */
function ofAll(index: SearchIndex): Pick<SearchIndex, 'searchWords' | 'searchDocuments' | 'searchVectors'> {
  const [everybody] = readers;
  if (!everybody) throw new Error('no reader');
  return {
    searchWords: (query, _within, options) => index.searchWords(query, everybody, options),
    searchDocuments: (query, _within, options) => index.searchDocuments(query, everybody, options),
    searchVectors: (query, _within, options) => index.searchVectors(query, everybody, options),
  };
}

/** Documents in turn are of each class. */
async function fill(index: SearchIndex, set: RetrievalSet, vectors: Vectors | undefined): Promise<void> {
  const writes: (() => Promise<unknown>)[] = [];
  const collecting = createExactIndex();
  ingest(
    set,
    {
      ...collecting,
      add: ({ id, card }, chunks) => {
        const placed = { accessClass: writes.length % classes, space: 'bench', path: id, version: 1 };
        writes.push(async () => {
          await index.replaceDocument({ org: 'bellerive', id, card, ...placed }, chunks);
          const made = chunks.flatMap(({ id: chunkId, vector }) => (vector ? [{ chunkId, vector }] : []));
          if (vectors) await index.putVectors({ org: 'bellerive', id }, vectors.embedder.generation, made);
        });
      },
    },
    vectors?.ofChunk,
  );
  for (const write of writes) await write();
}
