import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { EvaluationRun } from '../../core/evaluation/run.ts';
import type { Question } from '../../core/evaluation/suite.ts';
import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import type { Database, Transaction } from './database.ts';
import { forgetMeasured } from './forget-measured.ts';
import { isActive } from './readable.ts';
import { recordAudit } from './record-audit.ts';

const columns = [
  'org',
  'id',
  'set_id as setId',
  'title',
  'endpoint',
  'asked',
  'done',
  'principal',
  'people',
  'provider',
  'prompt_version as promptVersion',
  'launched_by as launchedBy',
  'state',
  'trouble',
  'started_at as startedAt',
  'updated_at as updatedAt',
  'ended_at as endedAt',
] as const;

/** Sets of questions and runs over them in PostgreSQL. */
export function createEvaluationStore(db: Database): EvaluationStore {
  return {
    listSets: async (org) => {
      const { rows } = await sql<{
        id: string;
        title: string;
        questions: number;
        unanswerable: number;
        savedAt: Date;
      }>`
        select s.id, s.title, jsonb_array_length(s.questions) as questions, s.saved_at as "savedAt",
               (select count(*)::int from jsonb_array_elements(s.questions) q where (q -> 'abstain') = 'true'::jsonb) as unanswerable
          from question_set s where s.org = ${org} order by s.title, s.id`.execute(db);
      return rows;
    },

    findSet: async (org, id) =>
      (await db
        .selectFrom('question_set')
        .select(['id', 'title', 'questions', 'saved_at as savedAt'])
        .where('org', '=', org)
        .where('id', '=', id)
        .executeTakeFirst()) ?? null,

    saveSet: (org, { id, title, questions }, by) =>
      db.transaction().execute(async (transaction) => {
        const row = { title, questions: JSON.stringify(questions), saved_at: new Date() };
        const saved = await transaction
          .insertInto('question_set')
          .values({ org, id, ...row })
          .onConflict((conflict) => conflict.columns(['org', 'id']).doUpdateSet(row))
          .returning(['id', 'title', 'questions', 'saved_at as savedAt'])
          .executeTakeFirstOrThrow();
        await recordAudit(transaction, org, by, 'question-set-saved', {
          set: id,
          questions: questions.length,
        });
        return saved;
      }),

    removeSet: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('question_set')
          .where('org', '=', org)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (removed) await recordAudit(transaction, org, by, 'question-set-removed', { set: id });
        return removed !== undefined;
      }),

    membersOf: async (org, group) => {
      // Groups may hold groups; `union` drops what is already known, so loops end.
      const { rows } = await sql<{ id: string }>`
        with recursive part(name) as (
          select m.member from membership m where m.org = ${org} and m.principal = ${`group:${group}`}
          union
          select m.member from membership m join part p on m.principal = p.name where m.org = ${org})
        select u.id from app_user u
         where u.org = ${org} and ${isActive} and 'user:' || u.id in (select name from part)
         order by u.id`.execute(db);
      return rows.map(({ id }) => id);
    },

    start: (org, runs, by) =>
      db.transaction().execute(async (transaction) => {
        const started: EvaluationRun[] = [];
        for (const { setId, promptVersion, people, questions, ...run } of runs) {
          const row = await transaction
            .insertInto('evaluation_run')
            .values({
              ...run,
              org,
              id: crypto.randomUUID(),
              set_id: setId,
              prompt_version: promptVersion,
              people: [...people],
              questions: JSON.stringify(questions),
              asked: questions.length,
              launched_by: by,
              // Later ones come later in lists and turns.
              started_at: sql<Date>`clock_timestamp()`,
            })
            .returning(columns)
            .executeTakeFirstOrThrow();
          started.push(row);
          await recordAudit(transaction, org, by, 'evaluation-started', {
            run: row.id,
            set: setId,
            questions: questions.length,
            principal: run.principal,
            provider: run.provider,
            promptVersion,
          });
        }
        return started;
      }),

    list: (org, limit) =>
      db
        .selectFrom('evaluation_run')
        .select(columns)
        .where('org', '=', org)
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute(),

    find: async (org, id) =>
      (await db
        .selectFrom('evaluation_run')
        .select(columns)
        .where('org', '=', org)
        .where('id', '=', id)
        .executeTakeFirst()) ?? null,

    change: (org, id, action, by) =>
      db.transaction().execute(async (transaction) => {
        const known = await transaction
          .selectFrom('evaluation_run')
          .select('state')
          .where('org', '=', org)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (!known) return null;
        const { state } = known;
        if (state === 'done' || (state === 'running') !== (action === 'cancel'))
          throw new AppError('CONFLICT', { detail: `state: ${state}` });
        const changed = await transaction
          .updateTable('evaluation_run')
          .set({
            ...(action === 'cancel'
              ? { state: 'cancelled' as const, ended_at: sql<Date>`now()` }
              : { state: 'running' as const, trouble: null, ended_at: null }),
            updated_at: sql<Date>`now()`,
          })
          .where('org', '=', org)
          .where('id', '=', id)
          .returning(columns)
          .executeTakeFirstOrThrow();
        const told = { cancel: 'evaluation-cancelled', resume: 'evaluation-resumed' } as const;
        await recordAudit(transaction, org, by, told[action], { run: id });
        return changed;
      }),

    remove: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('evaluation_run')
          .where('org', '=', org)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (removed) await recordAudit(transaction, org, by, 'evaluation-removed', { run: id });
        return removed !== undefined;
      }),

    dropEnded: async (org, before) => {
      const { numDeletedRows } = await db
        .deleteFrom('evaluation_run')
        .where('org', '=', org)
        .where('ended_at', '<', before)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    listDue: async () => {
      const due = await db
        .selectFrom('evaluation_run')
        .distinctOn('org')
        .select(columns)
        // The work serves every organisation, so this looks across them.
        .where('org', 'is not', null)
        .where('state', '=', 'running')
        .orderBy('org')
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return due.toSorted((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime());
    },

    nextQuestion: async ({ org, id }) => {
      const { rows } = await sql<{ ordinal: number; question: Question }>`
        select (q.place - 1)::int as ordinal, q.question
          from evaluation_run r cross join lateral jsonb_array_elements(r.questions) with ordinality as q(question, place)
         where r.org = ${org} and r.id = ${id}
           and not exists (select 1 from evaluation_result e
                            where e.org = ${org} and e.run_id = r.id and e.ordinal = q.place - 1)
         order by q.place limit 1`.execute(db);
      return rows[0] ?? null;
    },

    addResult: ({ org, id }, { ordinal, line, documents }) =>
      db.transaction().execute(async (transaction) => {
        const running = await transaction
          .updateTable('evaluation_run')
          .set({ done: sql<number>`done + 1`, updated_at: sql<Date>`now()` })
          .where('org', '=', org)
          .where('id', '=', id)
          .where('state', '=', 'running')
          .where((expression) =>
            expression.not(
              expression.exists(
                expression
                  .selectFrom('evaluation_result as known')
                  .select('known.ordinal')
                  .where('known.org', '=', org)
                  .where('known.run_id', '=', id)
                  .where('known.ordinal', '=', ordinal),
              ),
            ),
          )
          .returning('id')
          .executeTakeFirst();
        if (!running) return;
        await transaction
          .insertInto('evaluation_result')
          .values({
            org,
            run_id: id,
            ordinal,
            line: JSON.stringify(line),
            documents: documents.map((document) => document.id),
            versions: documents.map(({ version }) => version),
          })
          .execute();
        await forgetGone(
          transaction,
          org,
          documents.map((document) => document.id),
        );
        await recordAudit(transaction, org, line.as, 'evaluation-answer', {
          run: id,
          question: ordinal,
          outcome: line.outcome,
          error: line.error,
          documents: documents.map((document) => document.id),
        });
      }),

    finish: async ({ org, id }, trouble) => {
      await db
        .updateTable('evaluation_run')
        .set({
          state: trouble === null ? 'done' : 'stopped',
          trouble,
          ended_at: sql<Date>`now()`,
          updated_at: sql<Date>`now()`,
        })
        .where('org', '=', org)
        .where('id', '=', id)
        .where('state', '=', 'running')
        .execute();
    },

    results: async (org, id) => {
      const rows = await db
        .selectFrom('evaluation_result')
        .select(['ordinal', 'line', 'documents', 'versions'])
        .where('org', '=', org)
        .where('run_id', '=', id)
        .orderBy('ordinal')
        .execute();
      return rows.map(({ documents, versions, ...result }) => ({
        ...result,
        documents: documents.map((document, at) => ({ id: document, version: versions[at] ?? 0 })),
      }));
    },
  };
}

/** A removal that came between the reading and now found no result to empty; one that comes later waits for these rows. */
async function forgetGone(transaction: Transaction, org: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const there = await transaction
    .selectFrom('document')
    .select('id')
    .where('org', '=', org)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forKeyShare()
    .execute();
  const known = new Set(there.map(({ id }) => id));
  await forgetMeasured(
    transaction,
    org,
    ids.filter((id) => !known.has(id)),
  );
}
