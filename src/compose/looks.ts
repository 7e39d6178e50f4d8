import { tunables } from '../../config/tunables.ts';
import { authenticateCaller } from '../core/access/authenticate-caller.ts';
import { gather } from '../core/access/gather.ts';
import type { WatchRightsDeps } from '../core/access/watch-rights.ts';
import type { Person } from '../ports/access-repository.ts';
import type { UsedDocument } from '../ports/library.ts';
import type { Stores } from './stores.ts';

/**
 * The looks at rights of all answers that are being written, gathered so that hundreds of them are some statements a second, not a
 * thousand (docs/performance-rights.md).
 */
export function createLooks({ watching, issuer }: Pick<Stores, 'watching' | 'issuer'>): {
  readonly lostAmong: WatchRightsDeps['library']['lostAmong'];
  /** What `authenticate` does, for a token that was good a moment ago. */
  confirm(authorization: string | undefined): Promise<Person>;
} {
  const { access, library } = watching;
  const { gatherMs } = tunables.rights;
  const lost = gather((org: string, asked: readonly Asked[]) => lostOf(library, org, asked), gatherMs);
  const person = gather(
    (org: string, asked: readonly { issuer: string; subject: string }[]) => peopleOf(access, org, asked),
    gatherMs,
  );
  return {
    lostAmong: async ({ org, user }, documents) =>
      documents.length === 0 ? new Set() : lost(org, { user, documents }),
    confirm: (authorization) =>
      authenticateCaller(
        { issuer, access: { findPerson: async (org, by) => ('id' in by ? null : person(org, by)) } },
        authorization,
      ),
  };
}

type Asked = { readonly user: string; readonly documents: readonly UsedDocument[] };

const keyOf = (...parts: readonly (string | number | null)[]) => JSON.stringify(parts);

async function lostOf(
  library: Stores['watching']['library'],
  org: string,
  asked: readonly Asked[],
): Promise<ReadonlySet<string>[]> {
  const uses = asked.flatMap(({ user, documents }) => documents.map((document) => ({ user, ...document })));
  const distinct = new Map(uses.map((use) => [keyOf(use.user, use.id, use.version), use]));
  const lost = new Set(
    (await library.lostUses(org, [...distinct.values()])).map((use) => keyOf(use.user, use.id, use.version)),
  );
  return asked.map(
    ({ user, documents }) =>
      new Set(documents.filter(({ id, version }) => lost.has(keyOf(user, id, version))).map(({ id }) => id)),
  );
}

async function peopleOf(
  access: Stores['watching']['access'],
  org: string,
  asked: readonly { readonly issuer: string; readonly subject: string }[],
): Promise<(Person | null)[]> {
  const people = await access.findPeople(org, [...new Set(asked.map(({ subject }) => subject))]);
  const bySubject = new Map(people.map((person) => [keyOf(person.issuer, person.subject), person]));
  return asked.map(({ issuer, subject }) => bySubject.get(keyOf(issuer, subject)) ?? null);
}
