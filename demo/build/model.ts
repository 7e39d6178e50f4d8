/**
 * The small document model that every writer shares.
 *
 * Writers do not walk the Markdown tree themselves: five formats times a dozen node types would drift apart.
 * They get these few blocks, already with French typography applied.
 */

/** A stretch of text with one look. */
export interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
}

export interface ListItem {
  readonly runs: readonly Run[];
  readonly children: readonly Block[];
}

export type Cell = readonly Run[];

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly runs: readonly Run[] }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'quote'; readonly runs: readonly Run[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly ListItem[] }
  | {
      readonly kind: 'table';
      readonly header: readonly Cell[];
      readonly rows: readonly (readonly Cell[])[];
      /** One flag a column: figures are set flush right. */
      readonly right: readonly boolean[];
    };

export type Format = 'md' | 'docx' | 'odt' | 'pdf' | 'html' | 'eml';

/** What the YAML front matter of a source says. */
export interface FrontMatter {
  readonly title: string;
  /** ISO date (2026-07-02), or for an e-mail date and time with offset (2026-07-02T09:14:00+02:00). */
  readonly date: string;
  readonly author: string;
  readonly format: Format;
  readonly language: 'fr' | 'en';
  /** The reference printed in headers, such as a deliberation number. */
  readonly reference?: string;
  readonly mail?: MailFields;
}

export interface MailFields {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly attachments: readonly Attachment[];
}

export interface Attachment {
  /** The file name shown in the e-mail. */
  readonly name: string;
  /** The Markdown source of the attachment, relative to the e-mail's own source. */
  readonly source: string;
}

export interface SourceDocument {
  readonly meta: FrontMatter;
  /** The Markdown body, typography applied, without front matter. */
  readonly markdown: string;
  readonly blocks: readonly Block[];
}

/** The text of some runs without their look. */
export function plain(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('');
}
