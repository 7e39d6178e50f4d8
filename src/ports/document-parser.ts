import type { ParseOutcome } from '../core/parsed-document.ts';

/** A file to read. `name` only helps where bytes do not decide between text formats (md, csv, html, txt). */
export type FileToParse = { readonly path: string; readonly name: string; readonly bytes: number };

/**
 * Reads one file in isolation. Never throws for what a file holds: hostile, broken and oversized files are outcomes.
 * Throws only when the host itself cannot run a parser.
 */
export type DocumentParser = {
  parse(file: FileToParse, options?: { readonly signal?: AbortSignal }): Promise<ParseOutcome>;
  close(): Promise<void>;
};
