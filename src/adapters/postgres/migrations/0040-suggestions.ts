import { type Kysely, sql } from 'kysely';

/** Questions that documents answer: they come and go with the text, and are read with the document's own rights. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table suggestion (
    org text not null,
    document_id uuid not null,
    -- From 0, the best first.
    ordinal integer not null,
    text text not null,
    primary key (org, document_id, ordinal),
    foreign key (org, document_id) references document on delete cascade
  )`,
  // A space shows questions of its latest documents.
  `create index document_latest on document (org, space, modified_at desc, id)
    where state in ('searchable-words', 'searchable')`,
];
