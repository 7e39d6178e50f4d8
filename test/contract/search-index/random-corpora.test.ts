import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryIndex } from '../../../src/adapters/memory/search-index.ts';
import { openSqliteIndex } from '../../../src/adapters/sqlite-index/sqlite-index.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { anAccessFilter } from '../../support/access-filter-builder.ts';
import {
  someClasses,
  someDocument,
  someScope,
  someStep,
  someVector,
  someWords,
  take,
} from './random-corpora.ts';
import { temporaryFolder } from './temporary-folder.ts';

const questions = fc.array(
  fc.record({
    accessClasses: someClasses,
    scope: someScope,
    words: someWords,
    vector: someVector,
    limit: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 1, maxLength: 4 },
);
type Question = typeof questions extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

async function answers(
  index: SearchIndex,
  org: string,
  { accessClasses, scope, words, vector, limit }: Question,
) {
  const within = anAccessFilter({ org, accessClasses });
  return {
    words: await index.searchWords(words, within, { scope, limit }),
    inside: await index.searchWords(words, within, { scope, limit, rarity: 'scope' }),
    teaching: await index.searchWords(words, within, { scope, limit, best: 'of-each-document' }),
    documents: await index.searchDocuments(words, within, { scope, limit }),
    vectors: await index.searchVectors({ generation: 'g1', vector }, within, { scope, limit }),
  };
}

it('R17: SQLite answers what the twin answers, whatever was written, asked and by whom, in two organisations', async () => {
  const sqlite = await openSqliteIndex(temporaryFolder(), { mergeChunks: 4 });
  let run = 0;
  const history = fc.array(
    fc.oneof({ weight: 3, arbitrary: someStep(['a', 'b']) }, { weight: 1, arbitrary: questions }),
    {
      minLength: 1,
      maxLength: 25,
    },
  );
  await fc.assert(
    fc.asyncProperty(history, questions, async (steps, last) => {
      run += 1;
      const memory = createMemoryIndex();
      const orgOf = (org: string) => `${org}.${run}`;
      for (const step of [...steps, last]) {
        if (!Array.isArray(step)) {
          const named = { ...step, document: { ...step.document, org: orgOf(step.document.org) } };
          expect(await take(sqlite, named)).toEqual(await take(memory, named));
          continue;
        }
        for (const question of step)
          for (const org of ['a', 'b'].map(orgOf))
            expect(await answers(sqlite, org, question)).toEqual(await answers(memory, org, question));
      }
      for (const org of ['a', 'b'].map(orgOf)) {
        expect(await sqlite.stats(org)).toEqual(await memory.stats(org));
        const listed = await sqlite.listDocuments(org);
        expect(new Set(listed)).toEqual(new Set(await memory.listDocuments(org)));
      }
    }),
    { numRuns: 150 },
  );
  await sqlite.close();
});

const corpora = fc.uniqueArray(
  fc.tuple(someDocument(['a']), fc.array(fc.tuple(someWords, someVector), { maxLength: 4 })),
  {
    selector: ([document]) => document.id,
    maxLength: 6,
  },
);
type Corpus = typeof corpora extends fc.Arbitrary<infer Given> ? Given : never;

async function fill(index: SearchIndex, org: string, corpus: Corpus): Promise<void> {
  for (const [document, given] of corpus) {
    const named = { ...document, org };
    const ids = given.map((_, i) => `${document.id}-${i}`);
    await index.replaceDocument(
      named,
      given.map(([words], i) => ({ id: ids[i] ?? '', words })),
    );
    const vectors = given.map(([, vector], i) => ({ chunkId: ids[i] ?? '', vector }));
    await index.putVectors(named, 'g1', vectors);
  }
}

it.each([
  ['memory', async () => createMemoryIndex()],
  ['sqlite', () => openSqliteIndex(temporaryFolder(), { mergeChunks: 4 })],
])('R01 R02 R15: %s finds readable chunks only, and forbidden documents change nothing', async (_name, open) => {
  const index = await open();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(corpora, questions, async (corpus, asked) => {
      run += 1;
      await fill(index, `whole.${run}`, corpus);
      for (const [i, question] of asked.entries()) {
        const allowed = corpus.filter(([document]) => question.accessClasses.includes(document.accessClass));
        await fill(index, `allowed.${run}.${i}`, allowed);
        const whole = await answers(index, `whole.${run}`, question);
        const readable = new Set(allowed.map(([document]) => document.id));
        for (const { documentId } of [...whole.words.hits, ...whole.documents, ...whole.vectors.hits])
          expect(readable).toContain(documentId);
        expect(whole).toEqual(await answers(index, `allowed.${run}.${i}`, question));
      }
    }),
    { numRuns: 60 },
  );
  await index.close();
});
