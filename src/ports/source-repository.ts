import type { Source } from '../core/workplace/source.ts';
import type { SealedSecret } from './secret-box.ts';

/** A secret that signs deliveries, as it is kept. */
export type SourceSecret = { readonly id: string; readonly sealed: SealedSecret; readonly createdAt: Date };

/** How much a source has said, and when last. */
export type SourceProgress = {
  readonly heardAt: Date | null;
  /** The greatest sequence that was received, and the greatest that the workplace said it had given out. */
  readonly maxSequence: number;
  readonly announcedSequence: number;
  readonly applied: number;
  readonly duplicates: number;
  readonly stale: number;
  readonly rejected: number;
};

/** Workplaces that speak for documents of an organisation. */
export type SourceRepository = {
  list(org: string): Promise<readonly (Source & { readonly progress: SourceProgress })[]>;
  /** Those of all organisations, for what is done for each in the background. */
  listAll(): Promise<readonly Source[]>;
  find(org: string, id: string): Promise<Source | null>;
  /**
   * Adds a source or changes it, with an audit record; `by`: who, `null` the operator. `exportToken`: what its export wants to see,
   * `keep` what is there.
   * @throws AppError `CONFLICT` when another source already is the directory
   */
  save(
    source: Source,
    options: { readonly exportToken: SealedSecret | 'keep' | null; readonly by: string | null },
  ): Promise<void>;
  /** Removes a source with all its documents. Gives how many documents went; `null` where there is no such source. */
  remove(org: string, id: string, by: string | null): Promise<number | null>;
  findExportToken(org: string, id: string): Promise<SealedSecret | null>;
  listSecrets(org: string, id: string): Promise<readonly SourceSecret[]>;
  /** Adds a secret and keeps so many in all, the newest. Of several at once each counts in its turn. `false`: there is no such source. */
  addSecret(
    org: string,
    id: string,
    secret: Omit<SourceSecret, 'createdAt'>,
    options: { readonly keep: number },
  ): Promise<boolean>;
};
