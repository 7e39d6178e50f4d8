import { tunables } from '../../../config/tunables.ts';
import type {
  Conversation,
  ConversationRepository,
  KeptAnswer,
  StoredMessage,
} from '../../ports/conversation-repository.ts';
import type { Library } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { Sensitivity } from '../document.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';

export type ShownSource =
  | { readonly n: number; readonly readable: true; readonly source: unknown }
  | { readonly n: number; readonly readable: false };

export type ShownMessage = Omit<StoredMessage, 'sources'> & {
  readonly sources: readonly ShownSource[];
  /** True when the answer's text is withheld, because one of its sources may no longer be read. */
  readonly masked: boolean;
  /** Of its sources as they are now, the strictest for one that is lost; decides which providers may see what follows. */
  readonly sensitivities: readonly Sensitivity[];
  /** Ids of its sources. */
  readonly documents: readonly string[];
};

export type ShownConversation = Conversation & { readonly messages: readonly ShownMessage[] };

export type ShowConversationDeps = {
  readonly conversations: Pick<ConversationRepository, 'find'>;
  readonly library: Pick<Library, 'findReadable'>;
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
 * withheld with them. So is a question that somebody else wrote who could read them: one that was copied, or with `alsoQuestions` any.
 */
export async function maskMessages(
  { library }: Pick<ShowConversationDeps, 'library'>,
  within: AccessFilter,
  messages: readonly StoredMessage[],
  { alsoQuestions = false }: { readonly alsoQuestions?: boolean } = {},
): Promise<ShownMessage[]> {
  const documents = messages.flatMap(({ sources }) => sources.map(({ documentId }) => documentId));
  const readable = await library.findReadable(within, [...new Set(documents)]);
  const lost = messages.map((message) => message.sources.some((source) => !readable.has(source.documentId)));
  for (const [index, { role, retryOf, isCopied }] of messages.entries()) {
    if (role !== 'assistant' && !isCopied && !alsoQuestions) continue;
    // Asked again, a question is asked as it was the first time; when that is too far back to see, nobody knows.
    const asked = retryOf === null ? index : messages.findIndex(({ id }) => id === retryOf);
    const inView = lost.slice(Math.max(0, asked - tunables.conversations.historyReach), Math.max(0, asked));
    if (asked < 0 || inView.includes(true)) lost[index] = true;
  }
  return messages.map((message, index) => mask(message, readable, lost[index] ?? false));
}

function mask(
  message: StoredMessage,
  readable: ReadonlyMap<string, Sensitivity>,
  masked: boolean,
): ShownMessage {
  return {
    ...message,
    text: masked ? '' : message.text,
    answer: masked ? withoutWords(message.answer) : message.answer,
    masked,
    documents: message.sources.map(({ documentId }) => documentId),
    sensitivities: message.sources.map(({ documentId }) => readable.get(documentId) ?? 'SREN31'),
    sources: message.sources.map(({ n, documentId, source }) =>
      readable.has(documentId) ? { n, readable: true, source } : { n, readable: false },
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
