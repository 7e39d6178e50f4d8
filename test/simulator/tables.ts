/**
 * What the workplace keeps. `version`s and `sequence`s all come from the counter of the organisation, so a greater one is
 * later, whatever it counts.
 */
export const tables = `
create table organisation (
  tenant text primary key, sequence bigint not null default 0,
  guests text not null default 'allowed', policy_sequence bigint not null default 0);
create table person (
  tenant text, id text, name text not null, title text, identities jsonb not null, guest boolean not null,
  status text not null default 'active', sequence bigint not null, primary key (tenant, id));
create table container (
  tenant text, principal text, sequence bigint not null, primary key (tenant, principal));
create table membership (
  tenant text, container text, member text, role text, primary key (tenant, container, member));
create table space (
  tenant text, id text, title text not null, classification text not null, assistant text not null,
  status text not null default 'active', card_sequence bigint not null, status_sequence bigint not null,
  primary key (tenant, id));
create table folder (
  tenant text, id text, space text not null, parent text,
  acl jsonb, acl_version bigint not null default 0, primary key (tenant, id));
create table document (
  tenant text, id text, space text not null, folder text, title text not null, mime text not null,
  encryption text not null, classification text, acl jsonb, acl_version bigint not null,
  content_version integer not null, size integer not null, sha256 text not null, created_by text,
  modified_at timestamptz not null, retention_until timestamptz, deleted boolean not null default false,
  sequence bigint not null, primary key (tenant, id));
create table outbox (
  tenant text, sequence bigint, body jsonb not null, pushed boolean not null default false,
  lease text, leased_until timestamptz, acknowledged boolean not null default false,
  primary key (tenant, sequence));
`;
