import type { Embedder } from './embedder.ts';

/** The embedders that a process has. Read them at the moment of use: a local model can appear while the process runs. */
export type Embedders = {
  /** The one whose vectors are wanted. Absent: words only. */
  readonly current?: Embedder | undefined;
  /** The one that was current before, if it can still be asked: it answers until the vectors of the new one are there. */
  readonly previous?: Embedder | undefined;
};
