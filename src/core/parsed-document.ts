import type { FileFormat } from './file-formats.ts';
import type { Aside, Place } from './place.ts';
import type { ReasonCode } from './reasons.ts';
import type { Warning } from './warnings.ts';

/** What every block may carry beside its text; absent where the format has no such thing. */
type BlockFacts = {
  readonly place?: Place;
  /** Set when the text is no part of the running text. It belongs to the headings above it all the same. */
  readonly aside?: Aside;
  /** Confidence (0–1) of the character recognition that the text comes from. */
  readonly recognised?: number;
};

/** One piece of a document in reading order. Texts are plain Unicode (NFC), inner runs of white space folded, no markup. */
export type ParsedBlock = BlockFacts &
  (
    | { readonly kind: 'heading'; readonly level: number; readonly text: string }
    | { readonly kind: 'paragraph' | 'quote' | 'code'; readonly text: string }
    | { readonly kind: 'list-item'; readonly text: string; readonly depth: number }
    | {
        readonly kind: 'table';
        /** Empty when the table has no header row. */
        readonly header: readonly string[];
        readonly rows: readonly (readonly string[])[];
        /** Row of the sheet, or page, of each row where they have places of their own; as many as `rows`. */
        readonly rowNumbers?: readonly number[];
      }
  );

/** A file found inside another one (a mail's attachment, a member of an archive): it becomes a child document of its own. */
export type ParsedAttachment = { readonly name: string; readonly bytes: Uint8Array };

/** A mark of sensitivity that a file carries: a label of Microsoft's information protection, or a mention in its text. */
export type SensitivityLabel = { readonly scheme: 'msip' | 'mention'; readonly name: string };

/** What a parser makes of a file. `blocks` may be empty: the caller then records `no-text`. */
export type ParsedDocument = {
  /** The title that the document itself carries, if any; never the file's name. */
  readonly title: string | null;
  readonly author: string | null;
  readonly createdAt: Date | null;
  readonly modifiedAt: Date | null;
  /** Number of pages or slides, `null` where the format has none. */
  readonly pages: number | null;
  readonly blocks: readonly ParsedBlock[];
  readonly attachments: readonly ParsedAttachment[];
  readonly labels: readonly SensitivityLabel[];
  readonly warnings: readonly Warning[];
  /** How many pages are pictures of text that were not read: character recognition may be asked for. */
  readonly pagesToRecognise: number;
};

/** Every way in which reading a file can end. `detail` is for logs: no text of the document, no path. */
export type ParseOutcome =
  | { readonly outcome: 'parsed'; readonly format: FileFormat; readonly document: ParsedDocument }
  | { readonly outcome: 'skipped' | 'failed'; readonly reason: ReasonCode; readonly detail?: string };
