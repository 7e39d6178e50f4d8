import { type Kysely, sql } from 'kysely';

/**
 * The truth: organisations and rights, documents with their text, what must reach the queue, conversations and audit.
 * Every tenant table starts with `org`, which is also the first column of its keys.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table organisation (
    id text primary key,
    title text not null,
    created_at timestamptz not null default now()
  )`,
  `create table space (
    org text not null references organisation on delete cascade,
    id text not null,
    title text not null,
    kind text not null default 'space',
    sensitivity text not null,
    assistant_enabled boolean not null default true,
    primary key (org, id)
  )`,
  // A person is known by issuer and subject (R26); "id" is the short name used in principals and commands.
  `create table app_user (
    org text not null references organisation on delete cascade,
    id text not null,
    issuer text not null,
    subject text not null,
    name text not null,
    title text,
    primary key (org, id),
    unique (org, issuer, subject)
  )`,
  `create table user_group (
    org text not null references organisation on delete cascade,
    id text not null,
    title text not null,
    primary key (org, id)
  )`,
  // "member" belongs to "principal": user:alice in group:drh, group:drh or org:x or user:y in space:rh.
  `create table membership (
    org text not null references organisation on delete cascade,
    principal text not null,
    member text not null,
    primary key (org, principal, member)
  )`,
  `create index membership_member on membership (org, member)`,
  `create table access_class (
    id integer generated always as identity primary key,
    org text not null references organisation on delete cascade,
    allow text[] not null,
    restricted_to text[] not null,
    deny text[] not null,
    unique (org, allow, restricted_to, deny)
  )`,
  `create table document (
    org text not null references organisation on delete cascade,
    id uuid not null,
    source text not null,
    external_id text not null,
    parent_id uuid,
    space text not null,
    access_class integer not null references access_class,
    title text not null,
    path text not null,
    url text,
    language text not null default 'fr',
    sensitivity text not null,
    encryption text not null default 'none',
    state text not null,
    reason text,
    -- The version that people read; 0 until a first one is published.
    live_version integer not null default 0,
    -- The version that ingestion works towards: higher than live_version while there is work to do.
    wanted_version integer not null,
    sha256 text not null,
    bytes bigint not null,
    format text,
    created_by text,
    modified_at timestamptz not null,
    changed_at timestamptz not null default now(),
    queued_at timestamptz not null default now(),
    primary key (org, id),
    unique (org, source, external_id),
    foreign key (org, space) references space
  )`,
  `create index document_state on document (org, access_class, state)`,
  `create index document_space on document (org, space, path)`,
  `create index document_parent on document (org, parent_id) where parent_id is not null`,
  `create table document_version (
    org text not null,
    document_id uuid not null,
    version integer not null,
    sha256 text not null,
    bytes bigint not null,
    format text,
    title text,
    pages integer,
    chunker_version integer,
    published_at timestamptz not null default now(),
    primary key (org, document_id, version),
    foreign key (org, document_id) references document on delete cascade
  )`,
  // A tombstone outlives its document, so that late work on it is refused (R71).
  `create table tombstone (
    org text not null references organisation on delete cascade,
    document_id uuid not null,
    version integer not null,
    removed_at timestamptz not null default now(),
    primary key (org, document_id)
  )`,
  `create table section (
    org text not null,
    document_id uuid not null,
    ordinal integer not null,
    headings text[] not null,
    page_from integer,
    page_to integer,
    start_offset integer not null,
    end_offset integer not null,
    text text not null,
    tokens integer not null,
    primary key (org, document_id, ordinal),
    foreign key (org, document_id) references document on delete cascade
  )`,
  `create table chunk (
    org text not null,
    id uuid not null,
    document_id uuid not null,
    version integer not null,
    ordinal integer not null,
    section_ordinal integer not null,
    headings text[] not null,
    page_from integer,
    page_to integer,
    start_offset integer not null,
    end_offset integer not null,
    text text not null,
    text_hash text not null,
    tokens integer not null,
    primary key (org, id),
    foreign key (org, document_id) references document on delete cascade
  )`,
  `create index chunk_document on chunk (org, document_id, ordinal)`,
  `create table embedding (
    org text not null references organisation on delete cascade,
    text_hash text not null,
    generation text not null,
    vector bytea not null,
    primary key (org, text_hash, generation)
  )`,
  // Requests that were carried out once and must not be again: idempotency keys now, events of the workplace later.
  `create table inbox (
    org text not null references organisation on delete cascade,
    source text not null,
    event_id text not null,
    result jsonb not null,
    received_at timestamptz not null default now(),
    primary key (org, source, event_id)
  )`,
  // What must reach the queue, written in the same transaction as the change that asks for it.
  `create table outbox (
    id bigint generated always as identity primary key,
    org text not null references organisation on delete cascade,
    job text not null,
    payload jsonb not null,
    created_at timestamptz not null default now()
  )`,
  `create table conversation (
    org text not null references organisation on delete cascade,
    id uuid not null,
    user_id text not null,
    title text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org, id),
    foreign key (org, user_id) references app_user on delete cascade
  )`,
  `create index conversation_user on conversation (org, user_id, updated_at desc)`,
  `create table message (
    org text not null,
    id uuid not null,
    conversation_id uuid not null,
    ordinal integer not null,
    role text not null,
    text text not null,
    outcome text,
    answer jsonb,
    created_at timestamptz not null default now(),
    primary key (org, id),
    unique (org, conversation_id, ordinal),
    foreign key (org, conversation_id) references conversation on delete cascade
  )`,
  // What each numbered source of an answer was; shown again only to those who may still read its document (R08).
  `create table message_source (
    org text not null,
    message_id uuid not null,
    n integer not null,
    document_id uuid not null,
    version integer not null,
    chunk_id uuid not null,
    cited boolean not null,
    source jsonb not null,
    primary key (org, message_id, n),
    foreign key (org, message_id) references message on delete cascade
  )`,
  `create index message_source_document on message_source (org, document_id)`,
  // Ids and codes only: no question, no answer, no title.
  `create table audit (
    id bigint generated always as identity primary key,
    org text not null references organisation on delete cascade,
    at timestamptz not null default now(),
    user_id text,
    action text not null,
    details jsonb not null
  )`,
  `create index audit_at on audit (org, at)`,
];
