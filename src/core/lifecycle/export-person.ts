import type {
  Conversation,
  ConversationRepository,
  StoredMessage,
} from '../../ports/conversation-repository.ts';
import type { PersonData, PersonFeedback } from '../../ports/person-data.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { UsesLibrary } from '../conversation/open-uses.ts';
import { maskMessages, type ShownConversation } from '../conversation/show-conversation.ts';
import { showToAnother } from '../conversation/show-to-another.ts';
import { AppError } from '../errors.ts';
import { type ExportFile, jsonFile, jsonLines, withManifest } from './export-files.ts';

/** Without its title where part of it is withheld from who gets the export. */
export type ExportedConversation = Omit<ShownConversation, 'title'> & { readonly title: string | null };

export type ExportPersonDeps = {
  readonly people: Omit<PersonData, 'erase'>;
  readonly conversations: Pick<ConversationRepository, 'find'>;
  readonly library: UsesLibrary;
  /** How a conversation is written, as JSON and to be read. */
  readonly write: (shown: ExportedConversation) => { readonly json: unknown; readonly markdown: string };
  /** How a record of the audit is written. */
  readonly writeRecord: (record: Awaited<ReturnType<PersonData['listAudit']>>[number]) => unknown;
};

/** Who gets the export: the person, the operator, or an administrator with rights of their own. */
export type Receiver = { readonly by: string | null; readonly within?: AccessFilter };

/**
 * All that is kept of a person, as files in open formats, the manifest last (R73). Answers are masked as they are for the person
 * now (R08). An administrator who gets it sees no more of documents than they may read themself, as if it were shared with them (R09):
 * answers, questions, titles and comments that rest on others, or on former versions, are left out, and the manifest says how many.
 * @throws AppError `NOT_FOUND` for an unknown person
 */
export async function exportPerson(
  deps: ExportPersonDeps,
  person: AccessFilter,
  receiver: Receiver,
): Promise<AsyncIterable<ExportFile>> {
  const { org, user } = person;
  const profile = await deps.people.profile(org, user);
  if (!profile) throw new AppError('NOT_FOUND');
  await deps.people.recordExport(org, user, receiver.by);
  const about = {
    format: 'sourcier-person-export',
    version: 1,
    organisation: org,
    person: user,
    exportedAt: new Date().toISOString(),
    // Filled in while the files are written, before the manifest is.
    withheld: { answers: 0, questions: 0, comments: 0, titles: 0 },
  };
  const reader = receiver.within?.user === user ? undefined : receiver.within;
  return withManifest(about, writeFiles(deps, person, reader, { profile, withheld: about.withheld }));
}

type Withheld = { answers: number; questions: number; comments: number; titles: number };

async function* writeFiles(
  deps: ExportPersonDeps,
  person: AccessFilter,
  reader: AccessFilter | undefined,
  { profile, withheld }: { readonly profile: unknown; readonly withheld: Withheld },
): AsyncGenerator<ExportFile, void> {
  const { org, user } = person;
  const { people } = deps;
  yield jsonFile('profile.json', profile);
  const open = new Set<string>();
  const written: unknown[] = [];
  for (const id of await people.listConversations(org, user)) {
    const kept = await deps.conversations.find(org, user, id);
    // It was deleted meanwhile.
    if (!kept) continue;
    const shown = { ...kept, ...(await show(deps.library, person, reader, kept)) };
    const masked = shown.messages.filter((message) => message.masked);
    const answers = masked.filter(({ role }) => role === 'assistant').length;
    withheld.answers += answers;
    withheld.questions += masked.length - answers;
    withheld.titles += shown.title === null ? 1 : 0;
    if (masked.length === 0) for (const message of shown.messages) open.add(message.id);
    const { json, markdown } = deps.write(shown);
    written.push(json);
    yield { path: `conversations/${id}.md`, text: markdown };
  }
  yield jsonLines('conversations.jsonl', written);
  yield jsonLines('shares.jsonl', await people.listShares(org, user));
  const feedback = await people.listFeedback(org, user);
  yield jsonLines(
    'feedback.jsonl',
    feedback.map((given) =>
      withoutForeignWords(given, reader === undefined || open.has(given.messageId), withheld),
    ),
  );
  yield jsonLines('security-items.jsonl', await people.listSecurityItems(org, user));
  yield jsonLines('uploads.jsonl', await listUploads(deps, person, reader, withheld));
  yield jsonLines('spending.jsonl', await people.listSpending(org, user));
  yield jsonLines('budgets.jsonl', await people.listBudgets(org, user));
  yield jsonLines('audit.jsonl', (await people.listAudit(org, user)).map(deps.writeRecord));
}

/** As the person is shown it, or a reader to whom it is shown with what both may read at this moment. */
async function show(
  library: UsesLibrary,
  person: AccessFilter,
  reader: AccessFilter | undefined,
  kept: Conversation & { readonly messages: readonly StoredMessage[] },
): Promise<Pick<ExportedConversation, 'title' | 'messages'>> {
  if (!reader) return { title: kept.title, messages: await maskMessages({ library }, person, kept.messages) };
  const forBoth: UsesLibrary = {
    ...library,
    findReadable: async (within, ids) => {
      const own = await library.findReadable(person, ids);
      return library.findReadable(within, [...own.keys()]);
    },
  };
  return showToAnother({ library: forBoth }, reader, kept);
}

/** A comment may quote what its conversation rests on. */
function withoutForeignWords(given: PersonFeedback, mayRead: boolean, withheld: Withheld): PersonFeedback {
  if (mayRead || given.comment === null) return given;
  withheld.comments += 1;
  return { ...given, comment: null };
}

async function listUploads(
  { people, library }: ExportPersonDeps,
  { org, user }: AccessFilter,
  reader: AccessFilter | undefined,
  withheld: Withheld,
): Promise<unknown[]> {
  const uploads = await people.listUploads(org, user);
  if (!reader) return [...uploads];
  const readable = await library.findReadable(
    reader,
    uploads.map(({ id }) => id),
  );
  return uploads.map((upload) => {
    if (readable.has(upload.id)) return upload;
    withheld.titles += 1;
    return { ...upload, title: null, path: null };
  });
}
