import type { WorkplaceDatabase } from './database.ts';
import { anEvent, nextSequence, record } from './record.ts';

/** Somebody as the workplace knows them. */
export type Person = {
  readonly name?: string;
  readonly title?: string;
  readonly identities?: readonly { readonly issuer: string; readonly subject: string }[];
  readonly guest?: boolean;
};

/** What happens to people and to the rules of their organisation; each writes its event in the same transaction. */
export function changePeople(database: WorkplaceDatabase, tenant: string) {
  const put = (id: string, person: Person, status: 'active' | 'disabled') =>
    database.transaction(async (query) => {
      const sequence = await nextSequence(query, tenant);
      const { name = id, title, identities = [], guest = false } = person;
      await query(
        `insert into person (tenant, id, name, title, identities, guest, status, sequence)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (tenant, id) do update set name = $3, title = $4, identities = $5, guest = $6, status = $7, sequence = $8`,
        [tenant, id, name, title ?? null, JSON.stringify(identities), guest, status, sequence],
      );
      const data = { name, ...(title && { title }), identities, status, guest };
      await record(
        query,
        tenant,
        anEvent(tenant, sequence, { type: 'user.upserted', subject: `user/${id}`, data }),
      );
    });
  const setStatus = (id: string, status: 'disabled' | 'erased') =>
    database.transaction(async (query) => {
      const sequence = await nextSequence(query, tenant);
      await query('update person set status = $3, sequence = $4 where tenant = $1 and id = $2', [
        tenant,
        id,
        status,
        sequence,
      ]);
      await record(
        query,
        tenant,
        anEvent(tenant, sequence, { type: `user.${status}`, subject: `user/${id}`, data: {} }),
      );
    });
  return {
    /** Announces somebody, or what changed of them; they are active then. */
    putPerson: (id: string, person: Person = {}): Promise<void> => put(id, person, 'active'),
    disablePerson: (id: string): Promise<void> => setStatus(id, 'disabled'),
    /** Forgets somebody for good. */
    erasePerson: (id: string): Promise<void> => setStatus(id, 'erased'),
    setPolicy: ({ guests }: { readonly guests: 'allowed' | 'excluded' }): Promise<void> =>
      database.transaction(async (query) => {
        const sequence = await nextSequence(query, tenant);
        await query('update organisation set guests = $2, policy_sequence = $3 where tenant = $1', [
          tenant,
          guests,
          sequence,
        ]);
        await record(
          query,
          tenant,
          anEvent(tenant, sequence, { type: 'org.policy.changed', subject: 'org', data: { guests } }),
        );
      }),
  };
}
