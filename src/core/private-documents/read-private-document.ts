import { randomUUID } from 'node:crypto';
import type { MemoryParser } from '../../ports/document-parser.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import type { TextAnalyser } from '../../ports/text-analyser.ts';
import { authoriseCaller } from '../access/authorise-caller.ts';
import type { Passage, Section } from '../answer/passage.ts';
import type { DocumentCard, Sensitivity } from '../document.ts';
import { AppError } from '../errors.ts';
import { encodeCard } from '../find/encode.ts';
import type { SparseVector } from '../find/sparse-vector.ts';
import type { AnalysedDocument } from '../ingest/analyse-document.ts';
import { titleFromFileName } from '../ingest/title-from-file-name.ts';
import type { ParsedDocument, ParseOutcome } from '../parsed-document.ts';
import { reasons } from '../reasons.ts';
import { sum } from '../sum.ts';
import type { Warning } from '../warnings.ts';
import type { PrivateDocument, PrivateOwner } from './private-document.ts';
import { unreadableInMemory } from './private-document-texts.ts';

export type ReadPrivateDeps = {
  readonly parser: MemoryParser;
  readonly analyser: Pick<TextAnalyser, 'chunk' | 'encode'>;
  /** Makes an index in memory, for one document. */
  readonly createIndex: () => Pick<
    SearchIndex,
    'replaceDocument' | 'searchWords' | 'searchDocuments' | 'searchVectors'
  >;
};

export type PrivateFile = {
  readonly name: string;
  readonly content: Uint8Array;
  readonly sensitivity: Sensitivity;
};

/** The class of the one document in its index. */
const accessClass = 1;

/**
 * Reads a file that must leave no trace (R13): bytes go to a parser through a pipe, text and words stay in memory. What
 * would need a file on a disk, or the recognition of pictures, is refused.
 * @throws AppError `PRIVATE_DOCUMENT_UNREADABLE`, which says why; the reason of `signal`
 */
export async function readPrivateDocument(
  { parser, analyser, createIndex }: ReadPrivateDeps,
  owner: PrivateOwner,
  { name, content, sensitivity }: PrivateFile,
  signal: AbortSignal,
): Promise<PrivateDocument> {
  const { format, document } = parsedOf(await parser.parseBytes({ name, content }, { signal }));
  const id = randomUUID();
  const title = document.title ?? titleFromFileName(name);
  const analysed = await analyser.chunk(document, { documentId: id, title });
  const { language, chunked, aliases } = analysed;
  if (chunked.chunks.length === 0) throw unreadable(reasons['no-text']);
  const words = await analyser.encode(chunked.chunks.map((chunk) => ({ ...chunk, title })));
  signal.throwIfAborted();
  const index = createIndex();
  const key = { org: owner.org, id };
  await index.replaceDocument(
    { ...key, version: 1, accessClass, space: '', path: name, card: encodeCard(title, language) },
    chunked.chunks.flatMap((chunk, at) => {
      const vector = words[at];
      return vector ? [{ id: chunk.id, words: vector }] : [];
    }),
  );
  const card: DocumentCard = {
    id,
    title,
    path: name,
    space: '',
    version: 1,
    language,
    modifiedAt: document.modifiedAt ?? new Date(),
    url: null,
  };
  return {
    card,
    format,
    pages: document.pages,
    warnings: warningsOf(document),
    sensitivity,
    ...textsOf(card, sensitivity, analysed),
    aliases,
    index,
    within: await authoriseCaller({ access: { readableClasses: async () => [accessClass] } }, owner),
    bytes: memoryOf(analysed, words),
  };
}

function parsedOf(outcome: ParseOutcome): Extract<ParseOutcome, { outcome: 'parsed' }> {
  if (outcome.outcome === 'parsed') return outcome;
  throw unreadable(outcome.reason === 'converter-missing' ? unreadableInMemory : reasons[outcome.reason]);
}

function unreadable(explanation: { readonly fr: string; readonly en: string }): AppError {
  return new AppError('PRIVATE_DOCUMENT_UNREADABLE', { explanation });
}

/** Pages that are pictures, and what is attached or packed, are left out: that is said. */
function warningsOf({ warnings, pagesToRecognise, attachments }: ParsedDocument): Warning[] {
  return [
    ...warnings,
    ...(pagesToRecognise > 0 ? [{ code: 'pages-without-text', count: pagesToRecognise } as const] : []),
    ...(attachments.length > 0 ? [{ code: 'members-unread', count: attachments.length } as const] : []),
  ];
}

function textsOf(
  document: DocumentCard,
  sensitivity: Sensitivity,
  { chunked }: AnalysedDocument,
): Pick<PrivateDocument, 'passages' | 'sections'> {
  const passages = new Map<string, Passage>();
  const sections = new Map<string, Section>();
  for (const { id, headings, place, aside, recognised, start, end, text, sectionOrdinal } of chunked.chunks) {
    passages.set(id, { id, document, sensitivity, headings, place, aside, recognised, start, end, text });
    const around = chunked.sections[sectionOrdinal];
    if (around) sections.set(id, { ordinal: around.ordinal, text: around.text, tokens: around.tokens });
  }
  return { passages, sections };
}

/** Texts have two bytes a unit; chunks and sections hold each text once more. */
function memoryOf({ chunked }: AnalysedDocument, words: readonly SparseVector[]): number {
  const texts = [...chunked.chunks, ...chunked.sections].map(({ text }) => text.length * 2);
  const vectors = words.map(({ ids, weights }) => ids.byteLength + weights.byteLength);
  return sum(texts) + sum(vectors);
}
