import type { StoredMessage } from '../../ports/conversation-repository.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { asShared } from './as-shared.ts';
import type { UsesLibrary } from './open-uses.ts';
import { maskMessages, type ShownMessage } from './show-conversation.ts';

/**
 * A conversation as it may be shown to somebody else than the person who asked, by the rights that `reader` has now (R09): what rests
 * on a document that they may not read, or on another version of it than stands, is masked with all that may have had it in view,
 * questions too. The title is `null` then, for it may repeat any of it.
 */
export async function showToAnother(
  deps: { readonly library: UsesLibrary },
  reader: AccessFilter,
  { title, messages }: { readonly title: string; readonly messages: readonly StoredMessage[] },
): Promise<{ readonly title: string | null; readonly messages: readonly ShownMessage[] }> {
  const masked = await maskMessages(deps, reader, messages, { askedByAnother: true });
  return { title: masked.some((message) => message.masked) ? null : title, messages: asShared(masked) };
}
