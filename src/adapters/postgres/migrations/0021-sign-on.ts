import { type Kysely, sql } from 'kysely';

/**
 * Who may say who a person is, the sessions that came of it, and the identities of people, of which one person may have several
 * (R26). Sessions and issuers are looked up before the organisation is known: by hash, which is unique among all, and by issuer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table trusted_issuer (
    org text not null references organisation on delete cascade,
    id text not null,
    kind text not null,
    issuer text not null,
    audience text not null,
    jwks_url text,
    profile text not null,
    sealed_secret bytea,
    created_at timestamptz not null default now(),
    primary key (org, id),
    unique (org, issuer)
  )`,
  `create index trusted_issuer_issuer on trusted_issuer (issuer)`,
  // A session that ended is gone; so is one whose issuer is trusted no more.
  `create table session (
    org text not null,
    id uuid not null,
    issuer_id text not null,
    subject text not null,
    -- The issuer's own name of the session (sid), by which it may end it.
    provider_session text,
    -- Its ID token, sealed: shown back to it when the person signs out here, so that it ends its session too.
    sealed_id_token bytea,
    kind text not null,
    hash text not null unique,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (org, id),
    foreign key (org, issuer_id) references trusted_issuer on delete cascade
  )`,
  `create index session_subject on session (org, issuer_id, subject)`,
  // Signed tokens that may be used once, until they would have expired anyway.
  `create table used_token (
    org text not null,
    issuer_id text not null,
    token_id text not null,
    expires_at timestamptz not null,
    primary key (org, issuer_id, token_id),
    foreign key (org, issuer_id) references trusted_issuer on delete cascade
  )`,
  `create table user_identity (
    org text not null,
    issuer text not null,
    subject text not null,
    user_id text not null,
    primary key (org, issuer, subject),
    foreign key (org, user_id) references app_user on delete cascade
  )`,
  `create index user_identity_user on user_identity (org, user_id)`,
  `insert into user_identity (org, issuer, subject, user_id) select org, issuer, subject, id from app_user`,
  `alter table app_user drop column issuer, drop column subject,
    add column is_owner boolean not null default false,
    add column is_auditor boolean not null default false`,
];
