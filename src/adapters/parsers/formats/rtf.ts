import { findSensitivityMentions } from '../../../core/ingest/find-sensitivity-mentions.ts';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { cleanText } from '../clean-text.ts';
import { parsedDocument } from '../parsed.ts';
import { interpretRtf } from '../rtf/interpret-rtf.ts';
import { titleOf } from '../title.ts';

/**
 * Reads Rich Text: headings (styles, outline levels, lines in bold), lists, tables with merged cells, text boxes, notes and
 * comments as asides. Fields keep their result; tracked deletions, pictures and embedded objects go. What follows the
 * permitted length is left out, with a warning.
 */
export async function readRtf(bytes: Uint8Array): Promise<ParsedDocument> {
  const { blocks, furniture, information, labels, hiddenCharacters, isTruncated } = interpretRtf(bytes);
  const { texts, dates } = information;
  const document = parsedDocument(blocks, {
    title: titleOf(texts.get('title'), blocks),
    author: cleanText(texts.get('author') ?? '') || null,
    createdAt: dates.get('creatim') ?? null,
    modifiedAt: dates.get('revtim') ?? null,
    // Markings stand in the headers and footers, which are no text of the document.
    labels: [
      ...labels,
      ...findSensitivityMentions(
        [],
        furniture.map((block) => (block.kind === 'table' ? '' : block.text)),
      ),
    ],
  });
  return addWarning(addWarning(document, 'hidden-text', hiddenCharacters), 'truncated', isTruncated ? 1 : 0);
}
