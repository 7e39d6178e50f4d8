import { type Kysely, sql } from 'kysely';

/** Which embedding models an organisation has vectors of, and in which of them each document is whole. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table embedding_generation (
    org text not null references organisation on delete cascade,
    generation text not null,
    -- 'serving' answers, 'building' is to follow it, 'retired' is being dropped.
    status text not null,
    -- Since when it has that status.
    since timestamptz not null default now(),
    primary key (org, generation)
  )`,
  `create unique index embedding_generation_status on embedding_generation (org, status)
    where status in ('serving', 'building')`,
  // Until now the model that made most vectors was the one that answered.
  `insert into embedding_generation (org, generation, status)
    select org, generation,
           case row_number() over (partition by org order by count(*) desc, generation)
             when 1 then 'serving' else 'retired' end
      from embedding group by org, generation`,
  `alter table document
    -- Generations in which all chunks of the live version have their vectors.
    add column generations text[] not null default '{}',
    -- When vectors that are missing were last asked for.
    add column vectors_asked_at timestamptz`,
  `update document d set generations = array[g.generation] from embedding_generation g
    where g.org = d.org and g.status = 'serving' and d.state = 'searchable'
      and not exists (
        select from chunk c where c.org = d.org and c.document_id = d.id
           and not exists (
             select from embedding e
              where e.org = c.org and e.text_hash = c.text_hash and e.generation = g.generation))`,
  `update document set state = 'searchable-words' where state = 'searchable' and generations = '{}'`,
];
