import { type Kysely, sql } from 'kysely';

/** Organisations choose who makes their vectors and who reranks; a generation remembers who makes it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // 'embeddings' or 'reranking'; without a row the installation's own. It goes with its provider.
  `create table engine_choice (
    org text not null,
    purpose text not null,
    provider_id text not null,
    model text not null,
    query_prefix text not null,
    passage_prefix text not null,
    primary key (org, purpose),
    foreign key (org, provider_id) references provider on delete cascade
  )`,
  // The choice that it comes from; null: the installation's. It is answered for as long as that provider is there.
  'alter table embedding_generation add column chosen jsonb',
];
