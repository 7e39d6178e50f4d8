import { useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import { forgetLinkedToken } from '../../../shared/session/linked-token.ts';
import { isSignedOut } from '../../../shared/session/sign-in-services.ts';

/**
 * Whether somebody may be served: a workplace around the sidebar says who it is; alone, the browser must have a session. Anything
 * else than a missing one is told where it shows.
 */
export function useSignedIn(isAlone: boolean, client: Pick<Client, 'me'>): 'checking' | 'in' | 'out' {
  const [entrance, setEntrance] = useState<'checking' | 'in' | 'out'>(isAlone ? 'checking' : 'in');
  useEffect(() => {
    if (!isAlone) return;
    const controller = new AbortController();
    client.me({ signal: controller.signal }).then(
      () => setEntrance('in'),
      (error: unknown) => {
        if (controller.signal.aborted) return;
        if (isSignedOut(error)) forgetLinkedToken();
        setEntrance(isSignedOut(error) ? 'out' : 'in');
      },
    );
    return () => controller.abort();
  }, [isAlone, client]);
  return entrance;
}
