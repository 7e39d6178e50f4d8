import type { ReasonCode } from './reasons.ts';

/**
 * One piece of a document in reading order. `page` counts from 1 and is absent where the format has no pages.
 * Texts are plain Unicode (NFC), inner runs of white space folded, no markup.
 */
export type ParsedBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly page?: number }
  | { readonly kind: 'paragraph'; readonly text: string; readonly page?: number }
  | { readonly kind: 'list-item'; readonly text: string; readonly depth: number; readonly page?: number }
  | { readonly kind: 'quote' | 'code'; readonly text: string; readonly page?: number }
  | {
      readonly kind: 'table';
      /** Empty when the table has no header row. */
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly page?: number;
    };

/** A file found inside another one (a mail's attachment): it becomes a child document of its own. */
export type ParsedAttachment = { readonly name: string; readonly bytes: Uint8Array };

/** What a parser makes of a file. `blocks` may be empty: the caller then records `no-text`. */
export type ParsedDocument = {
  /** The title that the document itself carries, if any; never the file's name. */
  readonly title: string | null;
  readonly author: string | null;
  readonly modifiedAt: Date | null;
  /** Number of pages, `null` where the format has none. */
  readonly pages: number | null;
  readonly blocks: readonly ParsedBlock[];
  readonly attachments: readonly ParsedAttachment[];
};

/** Every way in which reading a file can end. `detail` is for logs: no text of the document, no path. */
export type ParseOutcome =
  | { readonly outcome: 'parsed'; readonly format: FileFormat; readonly document: ParsedDocument }
  | { readonly outcome: 'skipped' | 'failed'; readonly reason: ReasonCode; readonly detail?: string };

/** The formats that this version reads. */
export const fileFormats = ['pdf', 'docx', 'odt', 'markdown', 'html', 'text', 'csv', 'eml'] as const;
export type FileFormat = (typeof fileFormats)[number];
