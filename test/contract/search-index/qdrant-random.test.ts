import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { onQdrant } from './on-qdrant.ts';
import { agreesWithTwin, answersOf, fill, someCorpus, someQuestions } from './random-corpora.ts';

/** Histories that are written and asked, and corpora with what is forbidden in them; 40 and 25 with `QDRANT_RUNS=40 QDRANT_CORPORA=25`. */
const runs = Number(process.env['QDRANT_RUNS'] ?? 12);
const corpora = Number(process.env['QDRANT_CORPORA'] ?? 8);

/** Scores of Qdrant are float32: near enough is equal, and what is equal stands in the order of its ids. */
function alike<Answer>(answer: Answer): Answer {
  // Not cut where fractions of small numbers lie, for example 2.2 of 3.2.
  const near = (value: number) => Math.round(value * 1_000 + 0.217) / 1_000;
  const by = (one: { readonly score: number; readonly chunkId?: string; readonly documentId: string }) =>
    `${1e6 - near(one.score)} ${one.chunkId ?? one.documentId}`;
  return JSON.parse(JSON.stringify(answer), (_key, value) => {
    if (typeof value === 'number') return near(value);
    const isList = Array.isArray(value) && value[0]?.score !== undefined;
    return isList ? value.toSorted((a, b) => (by(a) < by(b) ? -1 : 1)) : value;
  });
}

for (const options of [{}, { version: '1.18.0' }])
  onQdrant(options, (open) => {
    let qdrant: SearchIndex;
    beforeAll(async () => {
      qdrant = await open();
    });

    /** All that is found, so that what stands at the limit is not a matter of the last digit. */
    const answers = async (index: SearchIndex, org: string, question: Parameters<typeof answersOf>[2]) => {
      const { words, teaching, ...rest } = await answersOf(index, org, { ...question, limit: 40 });
      // Of equal chunks of one document, either may stand for it.
      const taught = teaching.hits.map(({ documentId, score }) => ({ documentId, score }));
      return alike({ ...rest, words, taught, frequencies: [...words.documentFrequency] });
    };

    it('R17: Qdrant answers what the twin answers, whatever was written, asked and by whom, in two organisations', async () => {
      await agreesWithTwin(qdrant, { answers, numRuns: runs });
    });

    it('R01 R02 R15: Qdrant finds readable chunks only, and forbidden documents change nothing', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(someCorpus, someQuestions, async (corpus, asked) => {
          run += 1;
          await fill(qdrant, `whole.${run}`, corpus);
          for (const [i, question] of asked.entries()) {
            const allowed = corpus.filter(([document]) =>
              question.accessClasses.includes(document.accessClass),
            );
            await fill(qdrant, `allowed.${run}.${i}`, allowed);
            expect(await answersOf(qdrant, `whole.${run}`, question)).toEqual(
              await answersOf(qdrant, `allowed.${run}.${i}`, question),
            );
          }
        }),
        { numRuns: corpora },
      );
    });
  });
