import type { Query } from './database.ts';

/** An event as the workplace writes it, before it is told where its bytes are. */
export type WrittenEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly sequence: string;
  readonly data: Readonly<Record<string, unknown>>;
} & Readonly<Record<string, unknown>>;

export const sourceOf = (tenant: string): string => `//travail.example/org/${tenant}`;

/** A number of the counter as events carry it. */
export const written = (sequence: number): string => String(sequence).padStart(18, '0');

/** The next number of the organisation. The row stays locked until the transaction ends, so numbers and changes are in one order. */
export async function nextSequence(query: Query, tenant: string): Promise<number> {
  const [row] = await query<{ sequence: string }>(
    'update organisation set sequence = sequence + 1 where tenant = $1 returning sequence',
    [tenant],
  );
  if (!row) throw new Error(`no organisation ${tenant}`);
  return Number(row.sequence);
}

/** An event about something, not yet kept. */
export function anEvent(
  tenant: string,
  sequence: number,
  { type, subject, data, ...more }: { type: string; subject: string; data: object } & Record<string, unknown>,
): WrittenEvent {
  return {
    specversion: '1.0',
    id: `${sequence}-${type}`,
    source: sourceOf(tenant),
    type: `fr.workplace.${type}.v1`,
    subject,
    time: new Date().toISOString(),
    sequence: written(sequence),
    ...more,
    data: { tenant, ...data },
  };
}

/** Keeps an event in the transaction of the change that it tells of. */
export async function record(query: Query, tenant: string, event: WrittenEvent): Promise<void> {
  await query('insert into outbox (tenant, sequence, body) values ($1, $2, $3)', [
    tenant,
    Number(event.sequence),
    JSON.stringify(event),
  ]);
}
