import { type RawBuilder, sql } from 'kysely';
import type { Sensitivity } from '../../core/document.ts';

/** True of documents `d` that are, by their own sensitivity and their space's, among these: the stricter one decides. */
export function isSendable(sensitivities: readonly Sensitivity[]): RawBuilder<boolean> {
  const among = [...sensitivities];
  return sql<boolean>`(d.sensitivity = any(${among}::text[])
    and (select s.sensitivity from space s where s.org = d.org and s.id = d.space) = any(${among}::text[]))`;
}
