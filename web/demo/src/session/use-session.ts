import { useMemo, useRef, useState } from 'react';
import { type Client, createClient } from '../../../shared/api/client.ts';
import { createConnection } from '../../../shared/api/connection.ts';
import { createTokenKeeper } from '../../../shared/api/token-keeper.ts';
import { useLanguage } from '../language.ts';
import { type Person, signIn } from './demo.ts';

const storageKey = 'sourcier.person';

/** Who looks at the page. `client` carries that person's own token and is replaced with the person. */
export type Session = { readonly person: Person; readonly client: Client };

/**
 * The chosen person and their client, `null` before a choice. The id is kept for this tab, so that reloading does not ask again;
 * tokens stay in memory.
 */
export function useSession(people: readonly Person[]): {
  readonly session: Session | null;
  readonly choose: (id: string) => void;
} {
  const { language } = useLanguage();
  const current = useRef(language);
  current.current = language;
  const [personId, setPersonId] = useState(() => sessionStorage.getItem(storageKey));
  const person = people.find(({ id }) => id === personId);
  const knownId = person?.id;
  // The client outlives a change of language, which reads the people again.
  const client = useMemo(
    () =>
      knownId === undefined
        ? null
        : createClient(
            createConnection({
              token: createTokenKeeper(() => signIn(knownId)),
              language: () => current.current,
            }),
          ),
    [knownId],
  );
  const session = person === undefined || client === null ? null : { person, client };
  const choose = (id: string) => {
    sessionStorage.setItem(storageKey, id);
    setPersonId(id);
  };
  return { session, choose };
}
