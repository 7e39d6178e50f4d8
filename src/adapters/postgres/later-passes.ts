import { sql } from 'kysely';
import { type LaterPass, readableStates } from '../../core/document.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Database } from './database.ts';
import { isHeldBy } from './is-held-by.ts';
import { isSendable } from './is-sendable.ts';
import { enqueue } from './outbox.ts';

type LaterPasses = Pick<DocumentStore, 'requestPasses' | 'endPass' | 'countAwaiting' | 'countUnfinished'>;

/** Passes over a file that follow its first reading: asked for, ended, counted. */
export function createLaterPasses(db: Database): LaterPasses {
  return {
    requestPasses: (key, version, further = []) =>
      db.transaction().execute(async (transaction) => {
        const { org, id } = key;
        const document = await transaction
          .updateTable('document')
          .set({
            awaits: sql<
              LaterPass[]
            >`array(select distinct pass from unnest(awaits || ${[...further]}::text[]) pass)`,
          })
          .where('org', '=', org)
          .where('id', '=', id)
          .where('wanted_version', '=', version)
          .where(isHeldBy(key))
          .returning('awaits')
          .executeTakeFirst();
        await enqueue(
          transaction,
          (document?.awaits ?? []).map((pass) => ({
            name: `document.${pass}`,
            payload: { org, id, version },
          })),
        );
      }),

    endPass: async (key, version, pass) => {
      await db
        .updateTable('document')
        .set({
          awaits: sql<LaterPass[]>`array_remove(awaits, ${pass})`,
          ...(pass === 'recognise' && { warnings: pagesGivenUp }),
        })
        .where('org', '=', key.org)
        .where('id', '=', key.id)
        .where('wanted_version', '=', version)
        .execute();
    },

    countAwaiting: async (org) => {
      const { rows } = await sql<{ pass: LaterPass; count: number }>`
        select pass, count(*)::int as count from document cross join unnest(awaits) pass
         where org = ${org} group by pass`.execute(db);
      const counts = new Map(rows.map(({ pass, count }) => [pass, count]));
      return { recognise: counts.get('recognise') ?? 0, render: counts.get('render') ?? 0 };
    },

    countUnfinished: async (org, { source, vectors, passes }) => {
      const counted = await db
        .selectFrom('document as d')
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('d.org', '=', org)
        .$if(source !== undefined, (query) => query.where('source', '=', source ?? ''))
        .where((is) =>
          is.or([
            is('state', 'in', ['queued', 'fetching']),
            // Until it is recognised, a document of scans alone has nothing to be found by.
            passes
              ? is('state', '=', 'parsing')
              : is.and([is('state', '=', 'parsing'), sql<boolean>`not 'recognise' = any(awaits)`]),
            ...(passes ? [sql<boolean>`cardinality(awaits) > 0`] : []),
            ...(vectors === null
              ? []
              : [
                  is.and([
                    is('state', 'in', [...readableStates]),
                    sql<boolean>`not ${vectors.generation} = any(d.generations)`,
                    isSendable(vectors.sendable),
                  ]),
                ]),
          ]),
        )
        .executeTakeFirst();
      return counted?.count ?? 0;
    },
  };
}

/** What still waited to be recognised will have no text. */
const pagesGivenUp = sql<string>`coalesce((
  select jsonb_agg(case when warning ->> 'code' = 'pages-waiting'
    then jsonb_set(warning, '{code}', '"pages-without-text"') else warning end)
  from jsonb_array_elements(warnings) warning), '[]')`;
