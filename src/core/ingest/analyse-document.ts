import type { ChunkedDocument } from '../chunk.ts';
import type { Language } from '../document.ts';
import { detectLanguage } from '../find/detect-language.ts';
import type { ParsedDocument } from '../parsed-document.ts';
import { chunkDocument } from './chunk-document.ts';

/** Characters of a document that its language is judged by. */
const languageSampleLength = 5_000;

/** Tells the language of a document by its beginning, and cuts it accordingly. */
export function analyseDocument(
  parsed: Pick<ParsedDocument, 'blocks'>,
  { documentId, title }: { readonly documentId: string; readonly title: string },
): { language: Language; chunked: ChunkedDocument } {
  const language = detectLanguage(beginningOf(parsed));
  return { language, chunked: chunkDocument(parsed, { documentId, title, language }) };
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
