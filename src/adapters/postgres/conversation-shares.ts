import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type {
  ConversationShares,
  ListedShare,
  Reader,
  Share,
  SharedConversation,
} from '../../ports/conversation-shares.ts';
import { copyConversation } from './copy-conversation.ts';
import type { Database, Transaction } from './database.ts';
import { readMessages } from './read-messages.ts';
import { callerNames, isActive } from './readable.ts';
import { pseudonymOf, recordAudit } from './record-audit.ts';
import { sharedWith } from './shared-with.ts';

/** Shared conversations in PostgreSQL. */
export function createConversationShares(db: Database): ConversationShares {
  return {
    isAllowed: (org) => isAllowed(db, org),

    setAllowed: (org, allowed, by) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('organisation')
          .set({ sharing_allowed: allowed })
          .where('id', '=', org)
          .execute();
        await recordAudit(transaction, org, by, 'sharing-changed', { allowed });
      }),

    list: async ({ org, user }, id) => {
      const own = await db
        .selectFrom('conversation')
        .select('id')
        .where('org', '=', org)
        .where('id', '=', id)
        .where('user_id', '=', user)
        .executeTakeFirst();
      return own ? listShares(db, org, id) : null;
    },

    share: (owner, id, principal) =>
      db.transaction().execute((transaction) => share(transaction, owner, id, principal)),

    unshare: ({ org, user }, id, principal) =>
      db.transaction().execute(async (transaction) => {
        if (!(await holdOwn(transaction, { org, user }, id))) return false;
        const { rows } = await sql`
          delete from conversation_share s
           where s.org = ${org} and s.conversation_id = ${id} and s.principal = ${principal} returning s.principal`.execute(
          transaction,
        );
        if (rows.length === 0) return false;
        await recordAudit(transaction, org, user, 'conversation-unshared', {
          conversationId: id,
          ...(await namedInAudit(transaction, org, principal)),
        });
        return true;
      }),

    listFor: async (reader, { limit, before }) => {
      const { rows } = await sql<ListedShare>`
        ${sharedWith(reader)}
        select ${sharedColumns}, (
                 select coalesce(jsonb_agg(distinct jsonb_build_object('id', f.document_id, 'version', f.version)), '[]')
                   from message m
                   join message_source f on f.org = m.org and f.message_id = m.id
                  where m.org = ${reader.org} and f.org = ${reader.org} and m.conversation_id = shared.id
                    and m.ordinal <= shared.through) as documents
          from shared
         where ${before ? sql`(shared_at < ${before.sharedAt} or shared_at = ${before.sharedAt} and id > ${before.id}::uuid)` : sql`true`}
         order by shared_at desc, id limit ${limit}`.execute(db);
      return rows;
    },

    findFor: async (reader, id) => {
      const { rows } = await sql<SharedConversation & { through: number }>`
        ${sharedWith(reader)}
        select ${sharedColumns}, through from shared where id = ${id}`.execute(db);
      const [found] = rows;
      if (!found) return null;
      const { through, ...conversation } = found;
      const messages = await readMessages(db, reader.org, id, { throughOrdinal: through });
      return { ...conversation, messages };
    },

    saveCopy: (copy) => db.transaction().execute((transaction) => copyConversation(transaction, copy)),
  };
}

const sharedColumns = sql`
  id, title, jsonb_build_object('id', owner, 'name', owner_name) as owner, shared_at as "sharedAt"`;

async function isAllowed(db: Database | Transaction, org: string): Promise<boolean> {
  const found = await db
    .selectFrom('organisation')
    .select('sharing_allowed as isAllowed')
    .where('id', '=', org)
    .executeTakeFirst();
  return found?.isAllowed ?? false;
}

async function listShares(db: Database | Transaction, org: string, id: string): Promise<readonly Share[]> {
  const { rows } = await sql<Share>`
    select s.principal, coalesce(u.name, sp.title, g.title, s.group_id) as name, s.shared_at as "sharedAt",
           exists (select from message m
                    where m.org = ${org} and m.conversation_id = s.conversation_id and m.ordinal > s.through_ordinal) as "hasMore"
      from conversation_share s
      left join app_user u on u.org = ${org} and u.id = s.user_id
      left join space sp on sp.org = ${org} and sp.id = s.space_id
      left join user_group g on g.org = ${org} and g.id = s.group_id
     where s.org = ${org} and s.conversation_id = ${id}
     order by s.shared_at desc, s.principal`.execute(db);
  return rows;
}

async function share(
  transaction: Transaction,
  { org, user }: Reader,
  id: string,
  principal: string,
): Promise<Share> {
  if (
    !(await holdOwn(transaction, { org, user }, id)) ||
    !(await mayName(transaction, { org, user }, principal))
  )
    throw new AppError('NOT_FOUND');
  if (!(await isAllowed(transaction, org))) throw new AppError('SHARING_FORBIDDEN');
  const [kind, name] = splitPrincipal(principal);
  await sql`
    insert into conversation_share (org, conversation_id, user_id, group_id, space_id, through_ordinal, shared_at)
      select ${org}, ${id}, ${kind === 'user' ? name : null}, ${kind === 'group' ? name : null}, ${kind === 'space' ? name : null},
             coalesce(max(m.ordinal), 0), ${new Date()}
        from message m where m.org = ${org} and m.conversation_id = ${id}
      on conflict (org, conversation_id, principal) do update
        set through_ordinal = excluded.through_ordinal, shared_at = excluded.shared_at`.execute(transaction);
  const shares = await listShares(transaction, org, id);
  const most = tunables.conversations.sharesOfConversation;
  if (shares.length > most)
    throw new AppError('CONFLICT', {
      explanation: { fr: `${most} partages au plus.`, en: `shares: at most ${most}` },
    });
  await recordAudit(transaction, org, user, 'conversation-shared', {
    conversationId: id,
    ...(await namedInAudit(transaction, org, principal)),
  });
  const [shared] = shares.filter((one) => one.principal === principal);
  if (!shared) throw new Error('a share that was just kept is not there');
  return shared;
}

/** A conversation of the owner's, which then stays as it is: what is shared is a whole exchange, and copies of it wait. */
async function holdOwn(transaction: Transaction, { org, user }: Reader, id: string): Promise<boolean> {
  const own = await transaction
    .selectFrom('conversation')
    .select('id')
    .where('org', '=', org)
    .where('id', '=', id)
    .where('user_id', '=', user)
    .forUpdate()
    .executeTakeFirst();
  return own !== undefined;
}

/** Another active person of the organisation, or a group or space that the owner belongs to: what others there are is not told. */
async function mayName(transaction: Transaction, { org, user }: Reader, principal: string): Promise<boolean> {
  const [kind, name] = splitPrincipal(principal);
  const { rows } = await sql`
    with recursive ${callerNames(org, user)}
    select 1 where ${
      kind === 'user'
        ? sql`exists (select from app_user u where u.org = ${org} and u.id = ${name} and u.id <> ${user} and ${isActive})`
        : sql`${principal} = any((select names from caller)::text[])`
    }`.execute(transaction);
  return rows.length > 0;
}

function splitPrincipal(principal: string): readonly [kind: string, name: string] {
  const at = principal.indexOf(':');
  return [principal.slice(0, at), principal.slice(at + 1)];
}

/** A group or space by its id, a person by their pseudonym. */
async function namedInAudit(
  transaction: Transaction,
  org: string,
  principal: string,
): Promise<Record<string, string | null>> {
  const [kind, name] = splitPrincipal(principal);
  return kind === 'user' ? { person: await pseudonymOf(transaction, org, name) } : { [kind]: name };
}
