/** A file that every contender reads: the same text under the same id. */
export type BenchFile = { readonly id: string; readonly title: string; readonly body: string };

/** The whole text of a file, as it stands on disk. */
export const textOf = ({ title, body }: BenchFile): string =>
  `${title === '' ? '' : `# ${title}\n\n`}${body}\n`;

/** Something that finds documents, with the files in it. */
export type Contender = {
  readonly chunks: number;
  /** From the first file read to the last one findable. */
  readonly indexSeconds: number;
  /** Ids of files, the best one first, each once; about `depth` of them. */
  ask(question: string): Promise<readonly string[]>;
  close(): Promise<void>;
};

export type OpenContender = (files: readonly BenchFile[]) => Promise<Contender>;

/** Documents to rank for each question: recall is measured at 20. */
export const depth = 20;

/** Chunks asked of the libraries, whose rankings are of chunks: enough for `depth` documents with five chunks each. */
export const chunksAsked = 100;

/** Documents by their best chunk. */
export const byBestChunk = (fileIds: readonly string[]): readonly string[] => [...new Set(fileIds)];
