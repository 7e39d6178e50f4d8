import { tunables } from '../../config/tunables.ts';
import { isStillServed } from '../core/access/authenticate-caller.ts';
import { gather } from '../core/access/gather.ts';
import type { WatchRightsDeps } from '../core/access/watch-rights.ts';
import { AppError } from '../core/errors.ts';
import type { Person } from '../ports/access-repository.ts';
import type { UsedDocument } from '../ports/library.ts';
import type { Stores } from './stores.ts';

/**
 * The looks at rights of all answers that are being written, gathered so that hundreds of them are some statements a second, not a
 * thousand (docs/performance-rights.md).
 */
export function createLooks({ watching, sessions }: Pick<Stores, 'watching' | 'sessions'>): {
  readonly lostAmong: WatchRightsDeps['library']['lostAmong'];
  /** Throws `TOKEN_INVALID` when a person may no longer be served who was a moment ago, `ASSISTANT_OFF` when nobody is. */
  confirm(authorization: string | undefined, person: Pick<Person, 'org' | 'id'>): Promise<void>;
} {
  const { access, assistant, library } = watching;
  const { gatherMs } = tunables.rights;
  const lost = gather((org: string, asked: readonly Asked[]) => lostOf(library, org, asked), gatherMs);
  const isThere = gather((org: string, asked: readonly string[]) => thoseThere(access, org, asked), gatherMs);
  const isOn = gather(async (org: string, asked: readonly null[]) => {
    const { enabled } = await assistant.read(org);
    return asked.map(() => enabled);
  }, gatherMs);
  return {
    lostAmong: async ({ org, user }, documents) =>
      documents.length === 0 ? new Set() : lost(org, { user, documents }),
    confirm: async (authorization, person) => {
      const [served, on] = await Promise.all([
        isStillServed({ sessions, isThere }, authorization, person),
        isOn(person.org, null),
      ]);
      if (!served) throw new AppError('TOKEN_INVALID');
      if (!on) throw new AppError('ASSISTANT_OFF');
    },
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

async function thoseThere(
  access: Stores['watching']['access'],
  org: string,
  asked: readonly string[],
): Promise<boolean[]> {
  const there = new Set(await access.findPeople(org, [...new Set(asked)]));
  return asked.map((id) => there.has(id));
}
