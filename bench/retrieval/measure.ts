import type { Passage } from '../../src/core/answer/passage.ts';
import { encodeChunk } from '../../src/core/find/encode.ts';
import { retrieve } from '../../src/core/find/retrieve.ts';
import { chunkDocument } from '../../src/core/ingest/chunk-document.ts';
import { everything } from '../../src/core/scope.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import { createExactIndex } from './exact-index.ts';
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
};

const reader = anAccessFilter();

/** Ingests a set as documents and asks its questions through the same pipeline as the server, words only. */
export async function measure(set: RetrievalSet): Promise<Measure> {
  const index = createExactIndex();
  const passages = ingest(set, index);
  const languages = [...new Set(set.sources.map((source) => source.language))];
  const gate = async (_within: unknown, ids: readonly string[]) =>
    ids.flatMap((id) => passages.get(id) ?? []);
  const aliasesOf = learnedAliases(set.sources);
  let withAliases = 0;
  const each: number[] = [];
  let found = 0;
  for (const question of set.questions) {
    const aliases = aliasesOf(question.text);
    if (aliases.length > 0) withAliases += 1;
    const request = {
      query: question.text,
      aliases,
      within: reader,
      scope: everything,
      limit: 10,
      languages,
      onePerDocument: true,
    };
    const ranking = (await retrieve({ index, gate }, request)).passages.map((passage) => passage.document.id);
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
  };
}

/** Cuts the documents of a set into an index; gives its passages by chunk id. */
export function ingest(set: RetrievalSet, index: ReturnType<typeof createExactIndex>): Map<string, Passage> {
  const passages = new Map<string, Passage>();
  for (const { id, title, text, language } of set.sources) {
    const document = {
      id,
      title,
      path: id,
      space: 'bench',
      version: 1,
      language,
      modifiedAt: new Date(0),
      url: null,
    };
    const { chunks, sections } = chunkDocument(
      { blocks: markdownBlocks(text) },
      { documentId: id, title, language },
    );
    for (const chunk of chunks) {
      const section = sections[chunk.sectionOrdinal];
      if (section === undefined) throw new Error(`chunk ${chunk.id} has no section`);
      index.add(id, chunk.id, encodeChunk({ title, headings: chunk.headings, text: chunk.text, language }));
      passages.set(chunk.id, { ...chunk, document, section, sensitivity: 'ouvert' });
    }
  }
  return passages;
}
