import { createContext, useContext } from 'react';
import type { Client } from '../api/client.ts';
import type { Me, Role } from './roles.ts';

/** Who looks at the console. */
export type Session = {
  readonly client: Client;
  readonly roles: ReadonlySet<Role>;
  readonly name: string;
  readonly organisation: Me['organisation'];
  readonly animates: Me['animates'];
  readonly leave: () => Promise<void>;
};

export const SessionContext = createContext<Session | null>(null);

/** Who looks at the page; every page stands below a session. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs a session above it.');
  return session;
}

/** What the person may ask of the server. */
export const useClient = (): Client => useSession().client;
