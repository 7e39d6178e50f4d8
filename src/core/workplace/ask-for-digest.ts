import type { z } from 'zod';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { WorkplaceClient } from '../../ports/workplace-client.ts';
import { digestReply } from '../contract/digest.ts';
import { authorizationFor } from './export-token.ts';
import { readBounded } from './read-bounded.ts';
import type { Source } from './source.ts';

/** Bytes of a digest: some 80 for each space, so for 50,000 of them. */
const longestDigest = 4 * 1024 * 1024;

export type DigestReply = z.infer<typeof digestReply>;

/**
 * What the workplace says that it holds, by space; `null` where it does not say, or says nothing of sense.
 * @throws AppError as `WorkplaceClient.call`
 */
export async function askForDigest(
  deps: {
    readonly sources: Pick<SourceRepository, 'findExportToken'>;
    readonly secretBox: Pick<SecretBox, 'open'>;
    readonly client: WorkplaceClient;
  },
  source: Source,
  signal: AbortSignal,
): Promise<DigestReply | null> {
  if (source.exportUrl === null) return null;
  const url = `${source.exportUrl}/digest`;
  const headers = { accept: 'application/json', ...(await authorizationFor(deps, source, url)) };
  const { status, body } = await deps.client.call(url, { signal, headers });
  const text = await readBounded(body, longestDigest);
  if (status !== 200 || text === null) return null;
  try {
    return digestReply.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
