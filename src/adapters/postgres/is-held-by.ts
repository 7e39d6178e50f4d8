import { type RawBuilder, sql } from 'kysely';
import type { Claimed } from '../../ports/document-store.ts';

/** Whether the worker that has a document in hand is the last one that took it up; always so of who names no claim (R82). */
export function isHeldBy({ claim }: Claimed): RawBuilder<boolean> {
  return claim === undefined ? sql<boolean>`true` : sql<boolean>`claim = ${claim}`;
}
