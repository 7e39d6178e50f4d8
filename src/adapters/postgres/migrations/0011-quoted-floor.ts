import { type Kysely, sql } from 'kysely';

/** What is quoted without a model has a floor of its own; until a calibration is made anew it is the one of models. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table calibration add column quoted_floor double precision`,
  `update calibration set quoted_floor = floor`,
  `alter table calibration alter column quoted_floor set not null`,
];
