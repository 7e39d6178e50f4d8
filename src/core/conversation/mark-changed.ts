import type { Library } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { ShownMessage } from './show-conversation.ts';

/**
 * Messages of the caller's own with those of their sources marked that have a newer version than the one that was quoted: what the
 * answer says may be said no more. What is missing or forbidden is no source to be read any more, and bears no mark (R08).
 */
export async function markChanged(
  library: Pick<Library, 'lostUses'>,
  { org, user }: AccessFilter,
  messages: readonly ShownMessage[],
): Promise<readonly ShownMessage[]> {
  const quoted = messages.flatMap(({ sources }) =>
    sources.flatMap((source) => (source.readable ? [source.document] : [])),
  );
  const distinct = [...new Map(quoted.map((document) => [keyOf(document), document])).values()];
  const lost = await library.lostUses(
    org,
    distinct.map((document) => ({ user, ...document })),
  );
  const changed = new Set(lost.map(keyOf));
  return messages.map((message) => ({
    ...message,
    sources: message.sources.map((source) =>
      source.readable && changed.has(keyOf(source.document)) ? { ...source, changed: true } : source,
    ),
  }));
}

const keyOf = ({ id, version }: { readonly id: string; readonly version: number | null }) =>
  `${id} ${version}`;
