import type { Ingested } from '../../src/core/evaluation/summarise.ts';

/** A server to be asked, with what is known of what it holds. */
export type Target = {
  readonly address: string;
  /** A token that is valid for some minutes at least. */
  tokenOf(person: string): Promise<string>;
  /** Name that suites give to a document. */
  nameOf(document: { readonly space: string; readonly path: string }): string;
  /** The server's processes, to measure; none for a server elsewhere. */
  readonly processes: readonly number[];
  /** Changes with the documents; `null` when unknown. */
  readonly fingerprint: string | null;
  /** What was ingested; `null` for a server elsewhere. */
  readonly ingested: Ingested | null;
  close(): Promise<void>;
};
