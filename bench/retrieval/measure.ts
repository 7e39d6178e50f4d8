import type { Passage } from '../../src/core/answer/passage.ts';
import { encodeCard, encodeChunk } from '../../src/core/find/encode.ts';
import { retrieve } from '../../src/core/find/retrieve.ts';
import { chunkDocument } from '../../src/core/ingest/chunk-document.ts';
import { everything } from '../../src/core/scope.ts';
import { languageOfQuestion, understandByWords } from '../../src/core/understand/understand-question.ts';
import type { Embedder } from '../../src/ports/embedder.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import { createExactIndex, type ExactIndex } from './exact-index.ts';
import { learnedAliases } from './learned-aliases.ts';
import type { RetrievalSet } from './load-set.ts';
import { markdownBlocks } from './markdown-blocks.ts';
import { ndcg, recall } from './scorers.ts';

export type Measure = {
  readonly set: string;
  readonly questions: number;
  /** Questions with a word for which the documents teach another form. */
  readonly withAliases: number;
  readonly documents: number;
  readonly chunks: number;
  readonly ndcg10: number;
  readonly recall10: number;
  /** nDCG@10 of each question, for paired comparisons. */
  readonly each: readonly number[];
  /** The first document found for each question. */
  readonly firsts: readonly (string | undefined)[];
};

/** What « cette année » counts from: fixed, so that a measurement can be repeated. */
const now = new Date('2026-01-01');
const reader = anAccessFilter();

/** Vectors of a set's chunks, and what makes those of its questions. */
export type Vectors = {
  readonly ofChunk: (id: string) => Float32Array | undefined;
  readonly embedder: Pick<Embedder, 'embed' | 'generation'>;
};

/**
 * Ingests a set as documents and asks its questions through the same pipeline as the server; without vectors, words only.
 * `asAsked`: without understanding them first.
 */
export async function measure(
  set: RetrievalSet,
  { asAsked = false, vectors }: { readonly asAsked?: boolean; readonly vectors?: Vectors | undefined } = {},
): Promise<Measure> {
  const index = createExactIndex();
  const passages = ingest(set, index, vectors?.ofChunk);
  const languages = [...new Set(set.sources.map((source) => source.language))];
  const gate = async (_within: unknown, ids: readonly string[]) =>
    ids.flatMap((id) => passages.get(id) ?? []);
  const aliasesOf = learnedAliases(set.sources);
  let withAliases = 0;
  const each: number[] = [];
  const firsts: (string | undefined)[] = [];
  let found = 0;
  for (const question of set.questions) {
    const { text, earlierQuestions } = question;
    const language = languageOfQuestion(text, earlierQuestions);
    const aliases = aliasesOf(text);
    if (aliases.length > 0) withAliases += 1;
    const request = {
      ...(asAsked ? { query: text } : understandByWords(text, earlierQuestions, { language, now })),
      aliases,
      within: reader,
      scope: everything,
      limit: 10,
      languages,
      passagesPerDocument: { usual: 1, inFocus: 1 },
    };
    const { passages: best } = await retrieve({ index, gate, embedder: vectors?.embedder }, request);
    const ranking = best.map((passage) => passage.document.id);
    firsts.push(ranking[0]);
    each.push(ndcg(ranking, question.relevant));
    found += recall(ranking, question.relevant);
  }
  return {
    set: set.name,
    questions: set.questions.length,
    withAliases,
    documents: set.sources.length,
    chunks: passages.size,
    ndcg10: each.reduce((sum, value) => sum + value, 0) / each.length,
    recall10: found / each.length,
    each,
    firsts,
  };
}

/** Cuts the documents of a set into an index; gives its passages by chunk id. */
export function ingest(
  set: Pick<RetrievalSet, 'sources'>,
  index: ExactIndex,
  vectorOf: Vectors['ofChunk'] = () => undefined,
): Map<string, Passage> {
  const passages = new Map<string, Passage>();
  for (const { id, title, text, language, path = id, modifiedAt = new Date(0) } of set.sources) {
    const document = {
      id,
      title,
      path,
      space: 'bench',
      version: 1,
      language,
      modifiedAt,
      url: null,
    };
    const { chunks, sections } = chunkDocument(
      { blocks: markdownBlocks(text) },
      { documentId: id, title, language },
    );
    index.add(
      { id, card: encodeCard(title, language) },
      chunks.map(({ id: chunkId, headings, text: words }) => {
        const vector = vectorOf(chunkId);
        const encoded = encodeChunk({ title, headings, text: words, language });
        return { id: chunkId, words: encoded, ...(vector && { vector }) };
      }),
    );
    for (const chunk of chunks) {
      const section = sections[chunk.sectionOrdinal];
      if (section === undefined) throw new Error(`chunk ${chunk.id} has no section`);
      passages.set(chunk.id, { ...chunk, document, section, sensitivity: 'ouvert' });
    }
  }
  return passages;
}
