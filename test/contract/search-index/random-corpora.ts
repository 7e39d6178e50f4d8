import fc from 'fast-check';
import { expect } from 'vitest';
import { createMemoryIndex } from '../../../src/adapters/memory/search-index.ts';
import type { SparseVector } from '../../../src/core/find/sparse-vector.ts';
import type { Scope } from '../../../src/core/scope.ts';
import type { IndexedChunk, IndexedDocument, SearchIndex } from '../../../src/ports/search-index.ts';
import { anAccessFilter } from '../../support/access-filter-builder.ts';

const documentIds = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];
const spaces = ['rh', 'mairie', 'voirie'];
const folders = ['a', 'a/b', 'a-b', 'c', 'a/b/x.pdf'];
const paths = ['x.pdf', 'a/x.pdf', 'a/b/x.pdf', 'a/b/y.pdf', 'a-b/x.pdf', 'c/z.pdf'];
const accessClasses = [1, 2, 3, 4];

/** One call that changes an index. */
type Step =
  | { readonly call: 'replace'; readonly document: IndexedDocument; readonly chunks: readonly IndexedChunk[] }
  | { readonly call: 'place'; readonly document: IndexedDocument }
  | { readonly call: 'remove'; readonly document: IndexedDocument }
  | { readonly call: 'drop'; readonly document: IndexedDocument }
  | {
      readonly call: 'embed';
      readonly document: IndexedDocument;
      readonly vectors: readonly { readonly chunkId: string; readonly vector: Float32Array }[];
    };

/** Weights of few values, so that equal scores are frequent; some terms are negative, as hashes are. */
const someWords: fc.Arbitrary<SparseVector> = fc
  .dictionary(fc.constantFrom('-7', '-1', '1', '2', '3', '40'), fc.constantFrom(0.5, 1, 1.7), { maxKeys: 5 })
  .map((weights) => {
    const ids = Int32Array.from(Object.keys(weights), Number).sort();
    return { ids, weights: Float32Array.from(ids, (id) => weights[id] ?? 0) };
  });

/** Length 1, and all products of two of them are exact in float32. */
const someVector: fc.Arbitrary<Float32Array> = fc
  .array(fc.constantFrom(-0.5, 0.5), { minLength: 4, maxLength: 4 })
  .map((values) => Float32Array.from(values));

const someClasses = fc.subarray(accessClasses);

const someScope: fc.Arbitrary<Scope> = fc.record(
  {
    spaces: fc.subarray(spaces),
    folders: fc.subarray(folders),
    documents: fc.subarray(documentIds),
  },
  { requiredKeys: [] },
);

/** Two organisations with the same document and chunk ids. */
function someDocument(orgs: readonly string[]): fc.Arbitrary<IndexedDocument> {
  return fc.record({
    org: fc.constantFrom(...orgs),
    id: fc.constantFrom(...documentIds),
    version: fc.integer({ min: 1, max: 4 }),
    accessClass: fc.constantFrom(...accessClasses),
    space: fc.constantFrom(...spaces),
    path: fc.constantFrom(...paths),
    card: someWords,
  });
}

const chunkNumber = fc.integer({ min: 1, max: 5 });

function someStep(orgs: readonly string[]): fc.Arbitrary<Step> {
  const of = <Call extends Step['call'], More>(call: Call, more: fc.Arbitrary<More>) =>
    fc.tuple(someDocument(orgs), more).map(([document, rest]) => ({ call, document, ...rest }));
  const idOf = (document: IndexedDocument, number: number) => `${document.id}-${number}`;
  const replace = fc
    .tuple(someDocument(orgs), fc.array(fc.tuple(chunkNumber, someWords), { maxLength: 5 }))
    .map(([document, given]) => ({
      call: 'replace' as const,
      document,
      chunks: given.map(([number, words]) => ({ id: idOf(document, number), words })),
    }));
  const embed = fc
    .tuple(someDocument(orgs), fc.array(fc.tuple(chunkNumber, someVector), { maxLength: 4 }))
    .map(([document, given]) => ({
      call: 'embed' as const,
      document,
      vectors: given.map(([number, vector]) => ({ chunkId: idOf(document, number), vector })),
    }));
  return fc.oneof(
    { weight: 6, arbitrary: replace },
    { weight: 3, arbitrary: embed },
    { weight: 1, arbitrary: of('place', fc.constant({})) },
    { weight: 1, arbitrary: of('remove', fc.constant({})) },
    { weight: 1, arbitrary: of('drop', fc.constant({})) },
  );
}

/** Does the step and gives what the index answered. */
async function take(index: SearchIndex, step: Step): Promise<unknown> {
  if (step.call === 'replace') return index.replaceDocument(step.document, step.chunks);
  if (step.call === 'place') return index.setPlacement(step.document, step.document);
  if (step.call === 'remove') return index.removeDocument(step.document);
  if (step.call === 'drop') return index.dropGeneration(step.document.org, 'g1');
  return index.putVectors(step.document, 'g1', step.vectors);
}

/** What is asked, and by whom. */
export const someQuestions = fc.array(
  fc.record({
    accessClasses: someClasses,
    scope: someScope,
    words: someWords,
    vector: someVector,
    limit: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 1, maxLength: 4 },
);
type Question = typeof someQuestions extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

/** All answers of an index to one question. */
export async function answersOf(
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

/** Documents with words and vectors of their chunks. */
export const someCorpus = fc.uniqueArray(
  fc.tuple(someDocument(['a']), fc.array(fc.tuple(someWords, someVector), { maxLength: 4 })),
  {
    selector: ([document]) => document.id,
    maxLength: 6,
  },
);
type Corpus = typeof someCorpus extends fc.Arbitrary<infer Given> ? Given : never;

/** Brings all of it into an organisation. */
export async function fill(index: SearchIndex, org: string, corpus: Corpus): Promise<void> {
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

/** Writes at random to an index and to the twin, and asks both the same, in two organisations with the same ids. */
export async function agreesWithTwin(
  index: SearchIndex,
  {
    answers,
    numRuns,
  }: {
    readonly answers: (index: SearchIndex, org: string, question: Question) => Promise<unknown>;
    readonly numRuns: number;
  },
): Promise<void> {
  let run = 0;
  const history = fc.array(
    fc.oneof({ weight: 3, arbitrary: someStep(['a', 'b']) }, { weight: 1, arbitrary: someQuestions }),
    { minLength: 1, maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(history, someQuestions, async (steps, last) => {
      run += 1;
      const memory = createMemoryIndex();
      const orgOf = (org: string) => `${org}.${run}`;
      for (const step of [...steps, last]) {
        if (!Array.isArray(step)) {
          const named = { ...step, document: { ...step.document, org: orgOf(step.document.org) } };
          expect(await take(index, named)).toEqual(await take(memory, named));
          continue;
        }
        for (const question of step)
          for (const org of ['a', 'b'].map(orgOf))
            expect(await answers(index, org, question)).toEqual(await answers(memory, org, question));
      }
      for (const org of ['a', 'b'].map(orgOf)) {
        expect(await index.stats(org)).toEqual(await memory.stats(org));
        const listed = await index.listDocuments(org);
        expect(new Set(listed)).toEqual(new Set(await memory.listDocuments(org)));
      }
    }),
    { numRuns },
  );
}
