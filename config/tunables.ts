/**
 * Every number that shapes behaviour, with its unit and the reason for its value. Nothing here is a secret or depends
 * on the deployment: that is `env.ts`.
 */
export const tunables = {
  chunking: {
    /** Tokens (cl100k) that a searched chunk aims at: the target of 05-retrieval, 180–350. */
    chunkTokens: 240,
    /** Upper bound of a chunk; a longer paragraph is split at sentence ends. */
    maxChunkTokens: 350,
    /** Upper bound of a section, what the model reads around a chunk. */
    sectionTokens: 1_200,
    /** Raise when boundaries or the text of chunks change: everything is then chunked again. */
    version: 1,
  },
  bm25: {
    /** Saturation of term frequency. */
    k1: 1.2,
    /** Length normalisation. */
    b: 0.75,
  },
  parsing: {
    /** Wall clock for one file, then SIGKILL (security annex: 60 s without progress). */
    timeoutMs: 60_000,
    /** RLIMIT_DATA of a parser process: R48 asks for at most 512 MB resident. */
    memoryBytes: 512 * 1024 * 1024,
    /** A process is replaced after this many files, so that leaks of a library stay small. */
    filesPerProcess: 200,
    /** Caps on archives (docx, odt): counted on bytes actually inflated. */
    inflatedBytes: 200 * 1024 * 1024,
    inflationRatio: 100,
    archiveEntries: 10_000,
    /** Levels of files within files. */
    attachmentDepth: 3,
  },
} as const;
