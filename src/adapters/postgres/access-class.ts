import { sql } from 'kysely';
import { type AccessRule, normaliseAccessRule } from '../../core/access/access-rule.ts';
import { AppError } from '../../core/errors.ts';
import type { Database, Transaction } from './database.ts';

/** The id of the class with exactly these readers, made when it is new. */
export async function ensureAccessClass(
  db: Database | Transaction,
  org: string,
  rule: AccessRule,
): Promise<number> {
  const { allow, restrictedTo, deny } = normaliseAccessRule(rule);
  const find = () =>
    db
      .selectFrom('access_class')
      .select('id')
      .where('org', '=', org)
      .where(sql<boolean>`allow = ${[...allow]}::text[]`)
      .where(sql<boolean>`restricted_to = ${[...restrictedTo]}::text[]`)
      .where(sql<boolean>`deny = ${[...deny]}::text[]`)
      .executeTakeFirst();
  const known = await find();
  if (known) return known.id;
  await db
    .insertInto('access_class')
    .values({ org, allow: [...allow], restricted_to: [...restrictedTo], deny: [...deny] })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await find();
  if (!made) throw new AppError('STORE_UNAVAILABLE');
  return made.id;
}
