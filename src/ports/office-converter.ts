import type { Readable } from 'node:stream';
import type { FileFormat } from '../core/file-formats.ts';
import type { ReasonCode } from '../core/reasons.ts';

/** What an office file can be turned into: formats that readers understand, or the pages that people see. */
export type ConversionTarget = 'docx' | 'xlsx' | 'pptx' | 'pdf';

/** How a conversion ended. The converted file stands at `path` until `release()`; it comes of a hostile file and is one. */
export type Conversion =
  | {
      readonly outcome: 'converted';
      readonly path: string;
      readonly bytes: number;
      content(): Readable;
      release(): Promise<void>;
    }
  | { readonly outcome: 'failed'; readonly reason: ReasonCode };

/**
 * Turns one file into another format, one at a time, without network, bounded in time and memory. Never throws for what
 * a file holds; fails with `converter-missing` when the converter is there but does not run. Rejects with the reason of
 * `signal` when that aborts.
 */
export type OfficeConverter = {
  convert(
    file: { readonly path: string; readonly format: FileFormat },
    target: ConversionTarget,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Conversion>;
  /** Ends what is under way. */
  close(): Promise<void>;
};
