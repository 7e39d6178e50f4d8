import type { ParseOutcome } from '../core/parsed-document.ts';

/** A file to read. `name` only helps where bytes do not decide between text formats (md, csv, html, txt). */
export type FileToParse = { readonly path: string; readonly name: string; readonly bytes: number };

export type ParseOptions = {
  readonly signal?: AbortSignal;
  /** Reads pages that are pictures of text too, by character recognition, up to a budget of pages: seconds a page. */
  readonly recognise?: true;
};

/**
 * Reads one file in isolation. Never throws for what a file holds: hostile, broken and oversized files are outcomes.
 * Throws only when the host itself cannot run a parser.
 */
export type DocumentParser = {
  parse(file: FileToParse, options?: ParseOptions): Promise<ParseOutcome>;
  /** A page (from 1) of a PDF as a PNG of at most this width; `null` when there is no such page or it cannot be drawn. */
  drawPage(
    file: Pick<FileToParse, 'path'>,
    page: { readonly number: number; readonly widthPixels: number },
    options?: { readonly signal?: AbortSignal },
  ): Promise<Uint8Array | null>;
  close(): Promise<void>;
};

/**
 * Reads what is in memory alone, in the same isolation: nothing of it touches a disk, so what needs a file on the way
 * (LibreOffice) is not read, and pictures of text are not recognised.
 */
export type MemoryParser = {
  parseBytes(
    file: { readonly name: string; readonly content: Uint8Array },
    options?: { readonly signal?: AbortSignal },
  ): Promise<ParseOutcome>;
};

/** Reads the pages of a PDF as they are printed, in the same isolation. */
export type PageReader = {
  /** The text of each page, headers and all; `null` when the PDF cannot be read. */
  pageTexts(
    file: Pick<FileToParse, 'path'>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly string[] | null>;
};
