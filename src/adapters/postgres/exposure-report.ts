import { type RawBuilder, sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import type {
  ExposedDocument,
  ExposedPlace,
  ExposedSpace,
  ExposureQuery,
  ExposureReport,
} from '../../ports/exposure-report.ts';
import type { Database } from './database.ts';
import { classReaders, live, readableClass } from './readable.ts';

/** The exposure report from PostgreSQL: people are counted once for each access class, then documents by their class. */
export function createExposureReport(db: Database): ExposureReport {
  return {
    summarise: async (org, query) => {
      const { rows } = await sql<{ people: number; guests: number }>`
        select count(*) as people, count(*) filter (where u.is_guest) as guests
          from app_user u where u.org = ${org}`.execute(db);
      const { people, guests } = rows[0] ?? { people: 0, guests: 0 };
      const spaces = await summariseSpaces(db, org, query);
      return { people, guests, spaces };
    },

    listDocuments: async (within, { limit, after, ...query }) => {
      const { org, user } = within;
      const exposed = sql`
        with recursive ${readableClass(org, user)}, ${classExposure(org, query.threshold)},
        exposed as (
          select d.id, d.space, d.title, d.path, d.created_by as owner, e.people, e.guests, ${isSensitive} as "isSensitive",
                 d.access_class in (select id from readable_class) as readable
            from document d join class_exposure e on e.class = d.access_class and (e.above or e.guests > 0)
           where d.org = ${org} ${inSpace(query)})`;
      const [page, others] = await Promise.all([
        sql<ExposedDocument>`
          ${exposed} select id, space, title, path, people, guests, "isSensitive", owner from exposed
           where readable ${after ? sql`and ${inOrder} > ${placeOf(after)}` : sql``}
           order by ${inOrder} limit ${limit}`.execute(db),
        sql<{ count: number }>`${exposed} select count(*) from exposed where not readable`.execute(db),
      ]);
      return { documents: page.rows, withheld: others.rows[0]?.count ?? 0 };
    },
  };
}

async function summariseSpaces(db: Database, org: string, query: ExposureQuery): Promise<ExposedSpace[]> {
  const { rows } = await sql<ExposedSpace>`
    with recursive ${classExposure(org, query.threshold)},
    placed as (
      select d.space, d.access_class as class, d.created_by as owner, count(*) as documents,
             count(*) filter (where not (${live})) as unread, count(*) filter (where ${isSensitive}) as sensitive
        from document d where d.org = ${org} ${inSpace(query)} group by 1, 2, 3),
    judged as (
      select p.*, coalesce(e.above, false) as above, coalesce(e.guests > 0, false) as to_guests,
             coalesce(e.above or e.guests > 0, false) as exposed
        from placed p left join class_exposure e on e.class = p.class),
    reached as (
      select p.space, count(distinct r.person) as people
        from (select distinct space, class from placed) p join class_reader r on r.class = p.class group by 1),
    owned as (
      select space, owner, sum(documents)::bigint as documents,
             row_number() over (partition by space order by sum(documents) desc, owner nulls last) as rank
        from judged where exposed group by 1, 2),
    counted as (
      select space, sum(documents)::bigint as documents, sum(unread)::bigint as unread,
             sum(documents) filter (where above)::bigint as above,
             sum(documents) filter (where to_guests)::bigint as to_guests,
             sum(documents) filter (where exposed)::bigint as exposed,
             sum(sensitive) filter (where exposed)::bigint as sensitive
        from judged group by 1)
    select s.id, s.title, s.assistant_enabled as "assistantEnabled", coalesce(r.people, 0) as people,
           coalesce(n.documents, 0) as documents, coalesce(n.unread, 0) as unread,
           coalesce(n.above, 0) as "aboveThreshold", coalesce(n.to_guests, 0) as "openToGuests",
           coalesce(n.exposed, 0) as exposed, coalesce(n.sensitive, 0) as sensitive,
           coalesce((select jsonb_agg(jsonb_build_object('user', o.owner, 'documents', o.documents) order by o.rank)
                       from owned o where o.space = s.id and o.rank <= ${tunables.exposure.owners}), '[]') as owners
      from space s left join counted n on n.space = s.id left join reached r on r.space = s.id
     where s.org = ${org} ${query.space === undefined ? sql`` : sql`and s.id = ${query.space}`}
     order by 10 desc, 8 desc, 7 desc, s.id`.execute(db);
  return rows;
}

/**
 * Common table expressions after `with recursive`: `class_reader` (`classReaders`), and `class_exposure` with how many may read
 * each class, how many of them are guests, and whether they are more than this share of all people.
 */
const classExposure = (org: string, threshold: number): RawBuilder<unknown> => sql`
    ${classReaders(org)},
    class_exposure(class, people, guests, above) as materialized (
      select r.class, count(*), count(*) filter (where u.is_guest),
             count(*) > ${threshold}::numeric * (select count(*) from app_user a where a.org = ${org})
        from class_reader r join app_user u on u.org = ${org} and u.id = r.person group by r.class)`;

/** Of a document `d`: it carries a restricting mention, as its text or its labels say. */
const isSensitive = sql<boolean>`d.warnings @> '[{"code": "sensitivity-label"}]'::jsonb`;

const inSpace = ({ space }: ExposureQuery) => (space === undefined ? sql`` : sql`and d.space = ${space}`);

/** The most exposed first. */
const inOrder = sql`(not "isSensitive", -guests, -people, id)`;
const placeOf = ({ isSensitive: sensitive, guests, people, id }: ExposedPlace) =>
  sql`(${!sensitive}::boolean, ${-guests}::bigint, ${-people}::bigint, ${id}::uuid)`;
