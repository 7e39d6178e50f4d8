import { useCallback, useEffect, useRef, useState } from 'react';
import { createConnection as connect, readJson } from '../../../shared/api/connection.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import { createTokenKeeper, type TokenKeeper } from '../../../shared/api/token-keeper.ts';
import type { Problem } from '../../../shared/api/types.ts';
import { forgetLinkedToken, takeLinkedToken } from '../../../shared/session/linked-token.ts';
import { isSignedOut } from '../../../shared/session/sign-in-services.ts';
import { createClient } from '../api/client.ts';
import { createConnection } from '../api/connection.ts';
import { useLanguage } from '../interface/language.ts';
import { readMe, rolesOf } from './roles.ts';
import type { Session } from './session.ts';
import { type Demo, type Person, readDemo, signInToDemo } from './sign-in.ts';

const storageKey = 'sourcier.person';

/** How far somebody has come in. `outside`: without a role here. */
export type Entrance =
  | { readonly at: 'checking' }
  | { readonly at: 'choice'; readonly demo: Demo }
  | { readonly at: 'sign-in'; readonly wasInside: boolean }
  | { readonly at: 'outside'; readonly leave: () => Promise<void> }
  | { readonly at: 'inside'; readonly session: Session }
  | { readonly at: 'failed'; readonly problem: Problem };

/**
 * Lets somebody in: by the link of `sourcier token`, by the cookie of their sign-on, or in the demonstration as a chosen person, whose
 * id is kept for this tab.
 */
export function useEntrance(): {
  readonly entrance: Entrance;
  readonly choose: (id: string) => void;
  readonly retry: () => void;
} {
  const { language } = useLanguage();
  const current = useRef(language);
  current.current = language;
  const [entrance, setEntrance] = useState<Entrance>({ at: 'checking' });
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(storageKey));
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another try.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const forget = () => {
      sessionStorage.removeItem(storageKey);
      setChosen(null);
    };

    const comeIn = async (token: TokenKeeper | null, person: Person | null) => {
      const shared = connectAs(
        token,
        () => current.current,
        () => {
          forgetLinkedToken();
          if (signal.aborted) return;
          setEntrance((before) =>
            before.at === 'sign-in' ? before : { at: 'sign-in', wasInside: before.at === 'inside' },
          );
        },
      );
      const connection = createConnection(shared);
      const leave = async () => {
        if (person !== null) return forget();
        const { redirect } = await readJson<{ redirect: string | null }>(
          await shared.call('/v1/sign-out', { method: 'POST' }),
        );
        forgetLinkedToken();
        location.assign(redirect ?? '/console/');
      };
      const me = await readMe(connection, signal);
      const roles = rolesOf(me);
      if (roles.size === 0) return setEntrance({ at: 'outside', leave });
      setEntrance({
        at: 'inside',
        session: {
          client: createClient(connection),
          roles,
          name: me.name,
          organisation: me.organisation,
          animates: me.animates,
          leave,
        },
      });
    };

    const enter = async () => {
      setEntrance({ at: 'checking' });
      const linked = takeLinkedToken();
      if (linked !== null) return comeIn(linked, null);
      const demo = await readDemo(signal);
      const person = demo?.people.find(({ id }) => id === chosen) ?? null;
      if (demo !== null && person === null) return setEntrance({ at: 'choice', demo });
      await comeIn(person === null ? null : createTokenKeeper(() => signInToDemo(person.id)), person);
    };
    enter().catch((error: unknown) => {
      // Who is signed out is told so already.
      if (!isAbort(error) && !isSignedOut(error)) setEntrance({ at: 'failed', problem: toProblem(error) });
    });
    return () => controller.abort();
  }, [chosen, attempt]);

  return {
    entrance,
    choose: useCallback((id: string) => {
      sessionStorage.setItem(storageKey, id);
      setChosen(id);
    }, []),
    retry: useCallback(() => setAttempt((count) => count + 1), []),
  };
}

/** A connection that says when the server no longer knows who calls. */
function connectAs(token: TokenKeeper | null, language: () => 'fr' | 'en', onSignedOut: () => void) {
  const { call, send } = connect({ token, language });
  const watched =
    <Parts extends readonly unknown[]>(ask: (...parts: Parts) => Promise<Response>) =>
    async (...parts: Parts): Promise<Response> => {
      try {
        return await ask(...parts);
      } catch (error) {
        if (isSignedOut(error)) onSignedOut();
        throw error;
      }
    };
  return { call: watched(call), send: watched(send) };
}
