import { createHash } from 'node:crypto';
import type { Passage, RankedPassage } from '../../src/core/answer/passage.ts';
import { encodeCard, encodeChunk } from '../../src/core/find/encode.ts';
import { type RetrieveDeps, retrieve } from '../../src/core/find/retrieve.ts';
import { chunkDocument } from '../../src/core/ingest/chunk-document.ts';
import { everything } from '../../src/core/scope.ts';
import { languageOfQuestion, understandByWords } from '../../src/core/understand/understand-question.ts';
import type { Embedder } from '../../src/ports/embedder.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import { createExactIndex, type ExactIndex } from './exact-index.ts';
import { learnedAliases } from './learned-aliases.ts';
import type { Question, RetrievalSet } from './load-set.ts';
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
  readonly ofChunk: (id: string, document: string) => Float32Array | undefined;
  readonly embedder: Pick<Embedder, 'embed' | 'generation' | 'trust'>;
};

/** A set as the server would hold it. */
export type IngestedSet = {
  readonly index: ExactIndex;
  readonly chunks: number;
  /** What is found for a question, best first; `otherwise` puts something else in a part's place. */
  retrieve(question: Question, otherwise?: Partial<RetrieveDeps>): Promise<readonly RankedPassage[]>;
  /** Ids of the documents of the same. */
  find(question: Question, otherwise?: Partial<RetrieveDeps>): Promise<string[]>;
};

type IngestOptions = {
  readonly asAsked?: boolean;
  readonly vectors?: Vectors | undefined;
  /** The documents lie in so many folders, and each question is put to the one that has its answer; 0: to all. */
  readonly folders?: number;
};

/**
 * Ingests a set as documents, to ask its questions through the same pipeline as the server; without vectors, words only.
 * `asAsked`: without understanding them first.
 */
export function ingestSet(
  set: RetrievalSet,
  { asAsked = false, vectors, folders = 0 }: IngestOptions = {},
): IngestedSet & { readonly aliasesOf: ReturnType<typeof learnedAliases> } {
  const index = createExactIndex();
  const passages = ingest(set, index, vectors?.ofChunk);
  const languages = [...new Set(set.sources.map((source) => source.language))];
  const aliasesOf = learnedAliases(set.sources);
  const folderOf = folders === 0 ? () => set.sources.map(({ id }) => id) : dealt(set, folders);
  const retrieveFor: IngestedSet['retrieve'] = async (question, otherwise = {}) => {
    const { text, earlierQuestions } = question;
    const language = languageOfQuestion(text, earlierQuestions);
    const documents = folderOf(question);
    const request = {
      ...(asAsked ? { query: text } : understandByWords(text, earlierQuestions, { language, now })),
      aliases: aliasesOf(text),
      within: reader,
      scope: folders === 0 ? everything : { documents },
      documents: documents.length,
      limit: 10,
      languages,
      passagesPerDocument: { usual: 1, inFocus: 1 },
    };
    const deps = { index, library: libraryOf(passages), embedder: vectors?.embedder, ...otherwise };
    return (await retrieve(deps, request)).passages;
  };
  return {
    index,
    chunks: passages.size,
    aliasesOf,
    retrieve: retrieveFor,
    find: async (question, otherwise) =>
      (await retrieveFor(question, otherwise)).map((passage) => passage.document.id),
  };
}

/** The folder that holds the answer of a question, as the ids of its documents: they are dealt by their ids, whatever else is asked. */
function dealt({ sources }: RetrievalSet, folders: number): (question: Question) => string[] {
  const folderOf = (id: string) => createHash('sha256').update(id).digest().readUInt32BE() % folders;
  return ({ relevant }) => {
    const [answer] = [...relevant].map(folderOf);
    return sources.flatMap(({ id }) => (folderOf(id) === answer ? [id] : []));
  };
}

/** What finding is worth on a set. */
export async function measure(
  set: RetrievalSet,
  options: Parameters<typeof ingestSet>[1] = {},
): Promise<Measure> {
  const ingested = ingestSet(set, options);
  const each: number[] = [];
  const firsts: (string | undefined)[] = [];
  let found = 0;
  for (const question of set.questions) {
    const ranking = await ingested.find(question);
    firsts.push(ranking[0]);
    each.push(ndcg(ranking, question.relevant));
    found += recall(ranking, question.relevant);
  }
  return {
    set: set.name,
    questions: set.questions.length,
    withAliases: set.questions.filter(({ text }) => ingested.aliasesOf(text).length > 0).length,
    documents: set.sources.length,
    chunks: ingested.chunks,
    ndcg10: each.reduce((sum, value) => sum + value, 0) / each.length,
    recall10: found / each.length,
    each,
    firsts,
  };
}

/** Where everybody may read every passage. */
export function libraryOf(passages: ReadonlyMap<string, Passage>): RetrieveDeps['library'] {
  return {
    readPassages: async (_within, ids) => ids.flatMap((id) => passages.get(id) ?? []),
    readableAmong: async (_within, ids) => new Set(ids),
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
    const { chunks } = chunkDocument({ blocks: markdownBlocks(text) }, { documentId: id, title, language });
    index.add(
      { id, card: encodeCard(title, language) },
      chunks.map(({ id: chunkId, headings, text: words }) => {
        const vector = vectorOf(chunkId, id);
        const encoded = encodeChunk({ title, headings, text: words, language });
        return { id: chunkId, words: encoded, ...(vector && { vector }) };
      }),
    );
    for (const chunk of chunks) {
      passages.set(chunk.id, { ...chunk, document, sensitivity: 'ouvert' });
    }
  }
  return passages;
}
