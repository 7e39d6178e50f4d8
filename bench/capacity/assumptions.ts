/** Everything that the simulation takes for granted, in one place: change it and run `npm run bench:capacity` again. */
export const assumptions = {
  organisations: 1_000,
  documentsPerWeek: 200_000,
  /** Sizes fall as 1/rank: the largest of 1,000 has 13 % of all, the half with the least 9 %. */
  skew: 1,
  /** The French sets of the benches have 13; offices write longer ones. */
  chunksPerDocument: 15,
  /** Share of what is there that goes in a year: retention, erasure. None, to be on the safe side. */
  goneInAYear: 0,
  /** Bytes of a file and its PDF as they lie in the object store. */
  fileBytes: 500_000,

  /** Bytes of one chunk, measured by `--measure` at up to 12,000 chunks of one organisation, 384 dimensions. */
  postgresTextBytes: 1_950,
  postgresVectorBytes: 2_190,
  /** It grows by steps, as blocks are packed: 3,600 to 5,500 between two sizes. */
  sqliteIndexBytes: 4_850,

  /**
   * Bytes of one chunk in Qdrant, measured by `--measure` in the segment that its engine builds: 384 dimensions, int8. The graph is that
   * of its documentation: most organisations of the measurement are too small to have one.
   */
  qdrant: {
    memory: { quantised: 388, graph: 120, ids: 30, payloadIndexes: 250, words: 920 },
    /** Beside what is in memory: whole vectors in 16 bits, words as they were sent, what is filtered by. */
    disk: { vectors: 768, wordsAsSent: 1_230, payload: 270 },
    memoryHeadRoom: 1.25,
    diskHeadRoom: 1.5,
    replicas: 2,
  },
  postgres: {
    replicas: 2,
    /** Rows that are written anew leave holes, and WAL lies beside. */
    diskHeadRoom: 1.4,
    /** Memory for what is read again and again: indexes and latest rows, as a share of the disk. */
    memoryShare: 0.08,
  },

  /** Buckets (shards) that small organisations share, fixed when the collection is made. */
  buckets: 24,
  /**
   * An organisation gets a shard of its own when it holds that share of an even part of all. At 0.5 the fullest bucket has 2.2
   * times an even one, at 0.2 it has 1.6, below that hardly less and more shards.
   */
  promoteFromShare: 0.2,
  /** And never below: a shard costs memory and file handles of its own. */
  promoteFromChunks: 1_000_000,
  mostOwnShards: 200,

  /** Euros a month, before tax: what European hosters ask, rounded. Change these first. */
  euros: {
    /** 128 GiB of memory, 16 processors. */
    nodeMonth: 600,
    nodeMemoryBytes: 128 * 2 ** 30,
    /** Share of a node's memory that is filled at most. */
    nodeFill: 0.77,
    /** Nodes that hold the index, at least: a majority must survive one. */
    leastNodes: 3,
    ssdGigabyteMonth: 0.1,
    objectGigabyteMonth: 0.012,
    /** A million tokens of an embeddings provider, 250 a chunk. */
    embeddingMillionTokens: 0.02,
    tokensPerChunk: 250,
  },
} as const;

type Numbers<T> = T extends number ? number : { readonly [Name in keyof T]: Numbers<T[Name]> };
/** The same, with other numbers. */
export type Assumptions = Numbers<typeof assumptions>;
