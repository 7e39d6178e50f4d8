import { tunables } from '../../../config/tunables.ts';
import type {
  Conversation,
  ConversationRepository,
  KeptAnswer,
  StoredMessage,
} from '../../ports/conversation-repository.ts';
import type { UsedDocument } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { Sensitivity } from '../document.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import { openUses, type UsesLibrary } from './open-uses.ts';

export type ShownSource =
  | {
      readonly n: number;
      readonly readable: true;
      readonly source: unknown;
      /** What it was drawn from, as it was then. */
      readonly document: { readonly id: string; readonly version: number };
      /** A newer version of that has come since. Only where it was looked at: `markChanged`. */
      readonly changed?: true;
    }
  | { readonly n: number; readonly readable: false };

export type ShownMessage = Omit<StoredMessage, 'sources'> & {
  readonly sources: readonly ShownSource[];
  /** True when the answer's text is withheld, because one of its sources may no longer be read. */
  readonly masked: boolean;
  /** Of its sources as they are now, the strictest for one that is lost; decides which providers may see what follows. */
  readonly sensitivities: readonly Sensitivity[];
  /** Its sources; of what somebody else was answered, in the version that they had. */
  readonly documents: readonly UsedDocument[];
};

export type ShownConversation = Conversation & { readonly messages: readonly ShownMessage[] };

export type ShowConversationDeps = {
  readonly conversations: Pick<ConversationRepository, 'find'>;
  readonly library: UsesLibrary;
};

/**
 * A conversation of the caller as it may be shown now: rights are asked again for every source, and an answer that used
 * one the caller has lost is withheld as a whole, because its sentences may repeat it (R08).
 * @throws AppError `NOT_FOUND`
 */
export async function showConversation(
  deps: ShowConversationDeps,
  within: AccessFilter,
  id: string,
  options: Parameters<ConversationRepository['find']>[3] = {},
): Promise<ShownConversation> {
  const conversation = isUuid(id)
    ? await deps.conversations.find(within.org, within.user, id, options)
    : null;
  if (!conversation) throw new AppError('NOT_FOUND');
  return { ...conversation, messages: await maskMessages(deps, within, conversation.messages) };
}

/**
 * Messages as they may be shown to somebody now. An answer was written with the ones before its question in view, so it is
 * withheld with them. What was asked by another, all of it or what was copied of them, is theirs: a question is withheld as far
 * too, since its author could read those answers, and an answer is as soon as a source has another version than it had for them.
 */
export async function maskMessages(
  { library }: Pick<ShowConversationDeps, 'library'>,
  within: AccessFilter,
  messages: readonly StoredMessage[],
  { askedByAnother = false }: { readonly askedByAnother?: boolean } = {},
): Promise<ShownMessage[]> {
  const isAnothers = ({ isCopied }: StoredMessage) => askedByAnother || isCopied;
  const used = messages.map((message) =>
    message.sources.map(({ documentId, version }) => ({
      id: documentId,
      version: isAnothers(message) ? version : null,
    })),
  );
  const sensitivityOf = await openUses(library, { within, uses: used.flat() });
  const lost = used.map((uses) => uses.some((use) => sensitivityOf(use) === undefined));
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'assistant' && !isAnothers(message)) continue;
    // A question that was asked again is known by the answer that follows it.
    const retryOf = (message.role === 'user' ? messages[index + 1] : message)?.retryOf ?? null;
    // Asked again, a question is asked as it was the first time; when that is too far back to see, nobody knows.
    const asked = retryOf === null ? index : messages.findIndex(({ id }) => id === retryOf);
    const inView = lost.slice(Math.max(0, asked - tunables.conversations.historyReach), Math.max(0, asked));
    if (asked < 0 || inView.includes(true)) lost[index] = true;
  }
  return messages.map((message, index) =>
    mask(message, { uses: used[index] ?? [], sensitivityOf, masked: lost[index] ?? true }),
  );
}

function mask(
  message: StoredMessage,
  {
    uses,
    sensitivityOf,
    masked,
  }: {
    readonly uses: readonly UsedDocument[];
    readonly sensitivityOf: (use: UsedDocument) => Sensitivity | undefined;
    readonly masked: boolean;
  },
): ShownMessage {
  const sensitivities = uses.map(sensitivityOf);
  return {
    ...message,
    text: masked ? '' : message.text,
    answer: masked ? withoutWords(message.answer) : message.answer,
    masked,
    documents: uses,
    sensitivities: sensitivities.map((sensitivity) => sensitivity ?? 'SREN31'),
    sources: message.sources.map(({ n, source, documentId: id, version }, index) =>
      sensitivities[index] === undefined
        ? { n, readable: false }
        : { n, readable: true, source, document: { id, version } },
    ),
  };
}

/** What tells nothing of the text: who wrote it, in which language, whether to the end. */
function withoutWords(answer: KeptAnswer | null): KeptAnswer | null {
  if (!answer) return null;
  const { reason, language, usage, complete, scope, task } = answer;
  return {
    ...(reason !== undefined && { reason }),
    language,
    sentences: [],
    usage,
    complete,
    ...(scope && { scope }),
    ...(task && { task }),
  };
}
