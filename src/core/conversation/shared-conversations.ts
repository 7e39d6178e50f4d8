import { randomUUID } from 'node:crypto';
import type { StoredMessage } from '../../ports/conversation-repository.ts';
import type { ConversationShares, Share, SharedConversation } from '../../ports/conversation-shares.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import { copiedMessages } from './copied-messages.ts';
import { openUses, type UsesLibrary } from './open-uses.ts';
import type { ShownMessage } from './show-conversation.ts';
import { showToAnother } from './show-to-another.ts';
import { titleFrom } from './title-from.ts';

/** A shared conversation as one of a reader's list. */
export type SharedCard = Omit<SharedConversation, 'title'> & {
  /** `null` when what the conversation rests on is not all open to the reader: a title may repeat it. */
  readonly title: string | null;
};

export type ShownSharedConversation = SharedCard & { readonly messages: readonly ShownMessage[] };

type Deps = { readonly shares: ConversationShares; readonly library: UsesLibrary };

/** With whom one of the caller's conversations is shared. @throws AppError `NOT_FOUND` */
export async function listShares(
  { shares }: Pick<Deps, 'shares'>,
  within: AccessFilter,
  id: string,
): Promise<readonly Share[]> {
  const listed = isUuid(id) ? await shares.list(within, id) : null;
  if (!listed) throw new AppError('NOT_FOUND');
  return listed;
}

/**
 * Shares one of the caller's conversations as it is now.
 * @throws AppError `NOT_FOUND`, `SHARING_FORBIDDEN`, `CONFLICT`
 */
export async function shareConversation(
  { shares }: Pick<Deps, 'shares'>,
  within: AccessFilter,
  id: string,
  principal: string,
): Promise<Share> {
  if (!isUuid(id) || !/^(user|group|space):./.test(principal)) throw new AppError('NOT_FOUND');
  return shares.share(within, id, principal);
}

/** Takes a share back. @throws AppError `NOT_FOUND` */
export async function unshareConversation(
  { shares }: Pick<Deps, 'shares'>,
  within: AccessFilter,
  id: string,
  principal: string,
): Promise<void> {
  const unshared = isUuid(id) && (await shares.unshare(within, id, principal));
  if (!unshared) throw new AppError('NOT_FOUND');
}

/** What others share with the caller; titles only of those whose every source they may read now, as it was then (R09). */
export async function listShared(
  { shares, library }: Deps,
  within: AccessFilter,
  page: Parameters<ConversationShares['listFor']>[1],
): Promise<readonly SharedCard[]> {
  const listed = await shares.listFor(within, page);
  const sensitivityOf = await openUses(library, {
    within,
    uses: listed.flatMap(({ documents }) => documents),
  });
  return listed.map(({ documents, title, ...shared }) => ({
    ...shared,
    title: documents.every((document) => sensitivityOf(document) !== undefined) ? title : null,
  }));
}

/**
 * What somebody shares with the caller, masked by the rights that the caller has now, whoever asked and whatever they may read
 * (R09).
 * @throws AppError `NOT_FOUND` when it is not shared with them, or no longer
 */
export async function showShared(
  deps: Deps,
  within: AccessFilter,
  id: string,
): Promise<ShownSharedConversation> {
  const { shown } = await openShared(deps, within, id);
  return shown;
}

/**
 * Copies exchanges that the caller is shown whole of a shared conversation into one of their own, to go on with it. Gives its id.
 * @throws AppError `NOT_FOUND` when it is not shared with them, or no longer as it is kept, `CONFLICT` when nothing of it may be copied
 */
export async function copyShared(deps: Deps, within: AccessFilter, id: string): Promise<string> {
  const { stored, shown } = await openShared(deps, within, id);
  const messages = copiedMessages(stored, shown.messages);
  const [first] = messages;
  if (!first) throw new AppError('CONFLICT', { explanation: nothingToCopy });
  const copy = {
    org: within.org,
    user: within.user,
    id: randomUUID(),
    // Not the owner's, which may repeat what the reader loses later.
    title: titleFrom(first.text),
    from: { id: shown.id, owner: shown.owner.id },
    messages,
  };
  await deps.shares.saveCopy(copy);
  return copy.id;
}

const nothingToCopy = {
  fr: 'Rien de cette conversation ne peut être copié : ses réponses vous sont masquées.',
  en: 'Nothing of this conversation can be copied: its answers are withheld from you.',
};

async function openShared(
  { shares, library }: Deps,
  within: AccessFilter,
  id: string,
): Promise<{ readonly stored: readonly StoredMessage[]; readonly shown: ShownSharedConversation }> {
  const shared = isUuid(id) ? await shares.findFor(within, id) : null;
  if (!shared) throw new AppError('NOT_FOUND');
  return {
    stored: shared.messages,
    shown: { ...shared, ...(await showToAnother({ library }, within, shared)) },
  };
}
