import type { ParsedBlock, ParsedDocument } from '../../core/parsed-document.ts';

/** A document from its blocks and from what else the format tells; what is missing is `null` or empty. */
export function parsedDocument(
  blocks: readonly ParsedBlock[],
  facts: Partial<Omit<ParsedDocument, 'blocks'>> = {},
): ParsedDocument {
  return {
    title: null,
    author: null,
    createdAt: null,
    modifiedAt: null,
    pages: null,
    attachments: [],
    labels: [],
    warnings: [],
    pagesToRecognise: 0,
    ...facts,
    blocks,
  };
}
