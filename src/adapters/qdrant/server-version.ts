import { AppError } from '../../core/errors.ts';
import type { Connection } from './connection.ts';

/**
 * What Sourcier asks of a server that not every version can do. Older ones do not refuse what they do not know of a request;
 * they leave it out in silence.
 */
const since = {
  /** Vectors of a new generation are added to a collection that is in use. Nothing takes their place below. */
  addedVectors: [1, 18],
  /**
   * A search names the points that the rarity of words is counted over (`params.idf.corpus`); below, it would be counted over
   * everybody's (R02, R15), so collections are made for which it is not counted at all. Parts of a collection have a
   * tier of memory (`memory`); below, `always_ram` says it.
   */
  rarityOfCorpus: [1, 19],
} as const;

/**
 * Who counts how rare words are over what a caller may read: the server, as part of each search, or we, before we search.
 * Collections are made for one of them.
 */
export type RarityBy = 'server' | 'counts';

/**
 * Who counts on collections that are made now.
 * @throws AppError CONFIGURATION_INVALID when the server is too old
 */
export async function bestRarity({ quick }: Connection): Promise<RarityBy> {
  const { version } = await quick((client) => client.versionInfo());
  if (!isSince(version, since.addedVectors))
    throw new AppError('CONFIGURATION_INVALID', {
      detail: `QDRANT_URL: this server is Qdrant ${version}; take ${since.addedVectors.join('.')} or a later one.`,
    });
  return isSince(version, since.rarityOfCorpus) ? 'server' : 'counts';
}

function isSince(version: string, [sinceMajor, sinceMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}
