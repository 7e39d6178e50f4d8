import type { ChunkedDocument } from '../chunk.ts';
import type { Language } from '../document.ts';
import type { AliasPair } from '../find/alias.ts';
import { detectLanguage } from '../find/detect-language.ts';
import { learnAliases } from '../find/learn-aliases.ts';
import type { ParsedDocument } from '../parsed-document.ts';
import { suggestQuestions } from '../suggest/suggest-questions.ts';
import { chunkDocument } from './chunk-document.ts';

/** Characters of a document that its language is judged by. */
const languageSampleLength = 5_000;

/** What a text is cut into, and what it teaches. */
export type AnalysedDocument = {
  readonly language: Language;
  readonly chunked: ChunkedDocument;
  readonly aliases: readonly AliasPair[];
  /** Questions that the text answers, the best first (`suggestQuestions()`). */
  readonly suggestions: readonly string[];
};

/**
 * Tells the language of a document by its beginning, cuts it accordingly, learns what acronyms stand for in its text, and makes questions
 * that it answers. `title` is what its chunks are found by; `name`, what people call it, where that may change without a new text.
 */
export function analyseDocument(
  parsed: Pick<ParsedDocument, 'blocks'>,
  {
    documentId,
    title,
    name = title,
  }: { readonly documentId: string; readonly title: string; readonly name?: string },
): AnalysedDocument {
  const language = detectLanguage(beginningOf(parsed));
  const chunked = chunkDocument(parsed, { documentId, title, language });
  const aliases = learnAliases(chunked.text);
  const suggestions = suggestQuestions({ title: name, language, chunks: chunked.chunks, aliases });
  return { language, chunked, aliases, suggestions };
}

/** Enough text to tell the language. */
function beginningOf({ blocks }: Pick<ParsedDocument, 'blocks'>): string {
  let text = '';
  for (const block of blocks) {
    text += block.kind === 'table' ? `${block.rows.slice(0, 20).flat().join(' ')}\n` : `${block.text}\n`;
    if (text.length > languageSampleLength) break;
  }
  return text.slice(0, languageSampleLength);
}
