import type { Assumptions } from './assumptions.ts';

/** What there is, and what it takes, after some weeks. Bytes are of all replicas. */
export type Standing = {
  readonly weeks: number;
  readonly documents: number;
  readonly chunks: number;
  readonly largestOrganisation: number;
  readonly ownShards: number;
  /** Chunks that were moved to a shard of their own, in all. */
  readonly moved: number;
  /** The fullest bucket against an even one. */
  readonly fullestBucket: number;
  readonly indexMemory: number;
  readonly indexDisk: number;
  readonly postgresMemory: number;
  readonly postgresDisk: number;
  readonly files: number;
  readonly indexNodes: number;
  readonly postgresNodes: number;
  readonly eurosAMonth: number;
  /** Of the vectors that the last week's documents took. */
  readonly embeddingEurosAWeek: number;
};

const weeksAYear = 52;

/** Lets the organisations grow, week by week, and tells how it stands after each of the given weeks. */
export function simulate(given: Assumptions, horizons: readonly number[]): Standing[] {
  const shares = sharesOf(given);
  const bucketOf = shares.map((_, organisation) => scatter(organisation) % given.buckets);
  const own = new Set<number>();
  const standings: Standing[] = [];
  let documents = 0;
  let moved = 0;
  for (let week = 1; week <= Math.max(...horizons); week += 1) {
    documents = documents * (1 - given.goneInAYear / weeksAYear) + given.documentsPerWeek;
    const chunks = documents * given.chunksPerDocument;
    const of = (organisation: number) => chunks * (shares[organisation] ?? 0);
    const limit = Math.max(given.promoteFromChunks, (given.promoteFromShare * chunks) / given.buckets);
    for (let organisation = 0; organisation < shares.length; organisation += 1) {
      if (own.size >= given.mostOwnShards || own.has(organisation) || of(organisation) < limit) continue;
      own.add(organisation);
      moved += of(organisation);
    }
    if (horizons.includes(week))
      standings.push({
        weeks: week,
        documents,
        chunks,
        largestOrganisation: of(0),
        ownShards: own.size,
        moved,
        fullestBucket: unevenness(given, shares, bucketOf, own),
        ...weigh(given, documents, chunks),
      });
  }
  return standings;
}

/** Share of all that each organisation has, the largest first. */
export function sharesOf({ organisations, skew }: Pick<Assumptions, 'organisations' | 'skew'>): number[] {
  const sizes = Array.from({ length: organisations }, (_, at) => 1 / (at + 1) ** skew);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size / all);
}

/** Spreads numbers as the hash of an id would (the finaliser of MurmurHash3). */
function scatter(value: number): number {
  let hash = value + 1;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function unevenness(
  { buckets }: Assumptions,
  shares: readonly number[],
  bucketOf: readonly number[],
  own: ReadonlySet<number>,
): number {
  const filled = new Array<number>(buckets).fill(0);
  shares.forEach((share, organisation) => {
    const bucket = bucketOf[organisation] ?? 0;
    if (!own.has(organisation)) filled[bucket] = (filled[bucket] ?? 0) + share;
  });
  const even = filled.reduce((sum, share) => sum + share, 0) / buckets;
  return Math.max(...filled) / even;
}

function weigh({ qdrant, postgres, euros, ...given }: Assumptions, documents: number, chunks: number) {
  const inMemory = sum(Object.values(qdrant.memory));
  const onDisk = inMemory + sum(Object.values(qdrant.disk));
  const indexMemory = chunks * inMemory * qdrant.memoryHeadRoom * qdrant.replicas;
  const indexDisk = chunks * onDisk * qdrant.diskHeadRoom * qdrant.replicas;
  const onePostgres = chunks * (given.postgresTextBytes + given.postgresVectorBytes) * postgres.diskHeadRoom;
  const postgresDisk = onePostgres * postgres.replicas;
  const postgresMemory = postgresDisk * postgres.memoryShare;
  const files = documents * given.fileBytes;
  const nodes = (bytes: number, least: number) =>
    Math.max(least, Math.ceil(bytes / (euros.nodeMemoryBytes * euros.nodeFill)));
  const indexNodes = nodes(indexMemory, euros.leastNodes);
  const postgresNodes = nodes(postgresMemory, postgres.replicas);
  const eurosAMonth =
    (indexNodes + postgresNodes) * euros.nodeMonth +
    ((indexDisk + postgresDisk) / 1e9) * euros.ssdGigabyteMonth +
    (files / 1e9) * euros.objectGigabyteMonth;
  const weeklyTokens = given.documentsPerWeek * given.chunksPerDocument * euros.tokensPerChunk;
  return {
    indexMemory,
    indexDisk,
    postgresMemory,
    postgresDisk,
    files,
    indexNodes,
    postgresNodes,
    eurosAMonth,
    embeddingEurosAWeek: (weeklyTokens / 1e6) * euros.embeddingMillionTokens,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
