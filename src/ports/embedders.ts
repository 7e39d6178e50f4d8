import type { EmbeddingChoice } from '../core/providers/engine-choice.ts';
import type { Embedder } from './embedder.ts';

/** The embedders that a process has for an organisation. Read them at the moment of use: a local model can appear while the process runs. */
export type Embedders = {
  /** The one whose vectors are wanted. Absent: words only. */
  readonly current?: Embedder | undefined;
  /** The organisation's choice that it comes from; absent: it is the installation's. */
  readonly chosen?: EmbeddingChoice | null | undefined;
  /** The one that was current before, if it can still be asked: it answers until the vectors of the new one are there. */
  readonly previous?: Embedder | undefined;
};
