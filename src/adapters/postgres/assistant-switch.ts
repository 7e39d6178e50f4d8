import { sql } from 'kysely';
import type { AssistantOffReason } from '../../core/access/assistant-off.ts';
import { AppError } from '../../core/errors.ts';
import type { AssistantState, AssistantSwitch } from '../../ports/assistant-switch.ts';
import type { Database } from './database.ts';
import { recordAudit } from './record-audit.ts';

const columns = ['assistant_off_at as since', 'assistant_off_reason as reason'] as const;
type Row = { readonly since: Date | null; readonly reason: AssistantOffReason | null };

/** The switch in PostgreSQL; the gate reads the same column in its own statement (see `assistedSpace`). */
export function createAssistantSwitch(db: Database): AssistantSwitch {
  return {
    read: async (org) => {
      const row = await db
        .selectFrom('organisation')
        .select(columns)
        .where('id', '=', org)
        .executeTakeFirst();
      return stateOf(row);
    },

    turn: (org, { enabled, reason = null }, by) =>
      db.transaction().execute(async (transaction) => {
        const before = await transaction
          .selectFrom('organisation')
          .select(columns)
          .where('id', '=', org)
          .forNoKeyUpdate()
          .executeTakeFirst();
        if (!before) throw new AppError('ORGANISATION_UNKNOWN', { detail: `organisation: ${org}` });
        if (stateOf(before).enabled === enabled) return stateOf(before);
        const after = await transaction
          .updateTable('organisation')
          .set({
            assistant_off_at: enabled ? null : sql`now()`,
            assistant_off_reason: enabled ? null : reason,
          })
          .where('id', '=', org)
          .returning(columns)
          .executeTakeFirst();
        const action = enabled ? 'assistant-resumed' : 'assistant-suspended';
        await recordAudit(transaction, org, by, action, enabled ? {} : { reason });
        return stateOf(after);
      }),

    countOff: async () => {
      const { count } = await db
        .selectFrom('organisation')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('assistant_off_at', 'is not', null)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
}

function stateOf(row: Row | undefined): AssistantState {
  return row?.since ? { enabled: false, since: row.since, reason: row.reason } : { enabled: true };
}
