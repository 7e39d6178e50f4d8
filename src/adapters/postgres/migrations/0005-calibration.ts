import { type Kysely, sql } from 'kysely';

/** How each organisation judges whether a question can be answered: numbers fitted on golden questions, no text. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table calibration (
    org text not null references organisation on delete cascade,
    -- A generation of vectors, or 'words'.
    calibrated_for text not null,
    slope double precision not null,
    log_odds_offset double precision not null,
    floor double precision not null,
    sure double precision not null,
    answerable integer not null,
    unanswerable integer not null,
    auroc double precision not null,
    fitted_at timestamptz not null default now(),
    primary key (org, calibrated_for)
  )`,
];
