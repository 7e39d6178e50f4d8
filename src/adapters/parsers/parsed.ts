import type { ParsedAttachment, ParsedBlock, ParsedDocument } from '../../core/parsed-document.ts';

type Metadata = {
  readonly title?: string | null;
  readonly author?: string | null;
  readonly modifiedAt?: Date | null;
  readonly pages?: number | null;
  readonly attachments?: readonly ParsedAttachment[];
};

/** A document from its blocks and from the metadata that the format has; what is missing is `null` or empty. */
export function parsedDocument(blocks: readonly ParsedBlock[], metadata: Metadata = {}): ParsedDocument {
  return {
    title: metadata.title ?? null,
    author: metadata.author ?? null,
    modifiedAt: metadata.modifiedAt ?? null,
    pages: metadata.pages ?? null,
    blocks,
    attachments: metadata.attachments ?? [],
  };
}
