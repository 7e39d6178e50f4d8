import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryIndex } from '../../../src/adapters/memory/search-index.ts';
import { openSqliteIndex } from '../../../src/adapters/sqlite-index/sqlite-index.ts';
import { agreesWithTwin, answersOf, fill, someCorpus, someQuestions } from './random-corpora.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('R17: SQLite answers what the twin answers, whatever was written, asked and by whom, in two organisations', async () => {
  const sqlite = await openSqliteIndex(temporaryFolder(), { mergeChunks: 4 });
  await agreesWithTwin(sqlite, { answers: answersOf, numRuns: 150 });
  await sqlite.close();
});

it.each([
  ['memory', async () => createMemoryIndex()],
  ['sqlite', () => openSqliteIndex(temporaryFolder(), { mergeChunks: 4 })],
])('R01 R02 R15: %s finds readable chunks only, and forbidden documents change nothing', async (_name, open) => {
  const index = await open();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(someCorpus, someQuestions, async (corpus, asked) => {
      run += 1;
      await fill(index, `whole.${run}`, corpus);
      for (const [i, question] of asked.entries()) {
        const allowed = corpus.filter(([document]) => question.accessClasses.includes(document.accessClass));
        await fill(index, `allowed.${run}.${i}`, allowed);
        const whole = await answersOf(index, `whole.${run}`, question);
        const readable = new Set(allowed.map(([document]) => document.id));
        for (const { documentId } of [...whole.words.hits, ...whole.documents, ...whole.vectors.hits])
          expect(readable).toContain(documentId);
        expect(whole).toEqual(await answersOf(index, `allowed.${run}.${i}`, question));
      }
    }),
    { numRuns: 60 },
  );
  await index.close();
});
