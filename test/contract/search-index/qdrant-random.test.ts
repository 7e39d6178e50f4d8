import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQdrantIndex } from '../../../src/adapters/qdrant/qdrant-index.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { missingEngine, realServer, type Sidecar, startSidecar } from '../../support/qdrant/start-qdrant.ts';
import { agreesWithTwin, answersOf, fill, someCorpus, someQuestions } from './random-corpora.ts';

const missing = realServer ? false : missingEngine();

/** Scores of Qdrant are float32: near enough is equal, and what is equal stands in the order of its ids. */
function alike<Answer>(answer: Answer): Answer {
  const near = (value: number) => Math.round(value * 1_000) / 1_000;
  const by = (one: { readonly score: number; readonly chunkId?: string; readonly documentId: string }) =>
    `${1e6 - near(one.score)} ${one.chunkId ?? one.documentId}`;
  return JSON.parse(JSON.stringify(answer), (_key, value) => {
    if (typeof value === 'number') return near(value);
    const isList = Array.isArray(value) && value[0]?.score !== undefined;
    return isList ? value.toSorted((a, b) => (by(a) < by(b) ? -1 : 1)) : value;
  });
}

describe.skipIf(missing !== false)(`Qdrant and the twin${missing ? ` (${missing})` : ''}`, () => {
  let sidecar: Sidecar | null = null;
  let qdrant: SearchIndex;
  beforeAll(async () => {
    sidecar = realServer ? null : await startSidecar();
    const server = realServer ?? sidecar;
    if (!server) throw new Error('no server');
    qdrant = await openQdrantIndex({ ...server, prefix: `test-${randomUUID()}`, onEmpty: () => {} });
  });
  afterAll(() => sidecar?.close());

  /** All that is found, so that what stands at the limit is not a matter of the last digit. */
  const answers = async (index: SearchIndex, org: string, question: Parameters<typeof answersOf>[2]) => {
    const { words, teaching, ...rest } = await answersOf(index, org, { ...question, limit: 40 });
    // Of equal chunks of one document, either may stand for it.
    const taught = teaching.hits.map(({ documentId, score }) => ({ documentId, score }));
    return alike({ ...rest, words, taught, frequencies: [...words.documentFrequency] });
  };

  it('R17: Qdrant answers what the twin answers, whatever was written, asked and by whom, in two organisations', async () => {
    await agreesWithTwin(qdrant, { answers, numRuns: 40 });
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
      { numRuns: 25 },
    );
  });
});
