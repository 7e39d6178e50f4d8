import type { SecretBox } from '../../ports/secret-box.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { WorkplaceClient } from '../../ports/workplace-client.ts';
import type { EventOf } from '../contract/events.ts';
import { authorizationFor } from './export-token.ts';
import { readBounded } from './read-bounded.ts';
import { readEvent } from './receive-events.ts';
import type { Source } from './source.ts';

/** Bytes of what a workplace says of one document. */
const longestItem = 256 * 1024;

export type AskedItem = EventOf<'fr.workplace.document.upserted.v1'>;

/**
 * What the workplace says of one of its documents at this moment: `gone` when it has it no longer, `silent` when it cannot be
 * asked or is in trouble, `unreadable` when what it says is no document of that id and of the source’s tenant.
 * @throws AppError as `WorkplaceClient.call`
 */
export async function askForItem(
  deps: {
    readonly sources: Pick<SourceRepository, 'findExportToken'>;
    readonly secretBox: Pick<SecretBox, 'open'>;
    readonly client: WorkplaceClient;
  },
  source: Source,
  id: string,
  signal: AbortSignal,
): Promise<AskedItem | 'gone' | 'silent' | 'unreadable'> {
  if (source.exportUrl === null) return 'silent';
  const url = `${source.exportUrl}/items/${encodeURIComponent(id)}`;
  const headers = { accept: 'application/json', ...(await authorizationFor(deps, source, url)) };
  const reply = await deps.client.call(url, { signal, headers });
  const text = await readBounded(reply.body, longestItem);
  if (reply.status === 404 || reply.status === 410) return 'gone';
  if (reply.status !== 200) return 'silent';
  if (text === null) return 'unreadable';
  const item = readEvent(source, parseJson(text)).event;
  return item?.type === 'fr.workplace.document.upserted.v1' && item.subject === `doc/${id}`
    ? item
    : 'unreadable';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
