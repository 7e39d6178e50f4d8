import { readJson, send } from '../../../shared/api/connection.ts';
import { ProblemError } from '../../../shared/api/problem.ts';
import type { SignedToken } from '../../../shared/api/token-keeper.ts';

export type Person = { readonly id: string; readonly name: string; readonly role: string | null };

export type Demo = {
  readonly organisation: { readonly id: string; readonly title: string };
  readonly people: readonly Person[];
};

/** The people of the demonstration, who sign in without proof; `null` where the server is none. */
export async function readDemo(signal: AbortSignal): Promise<Demo | null> {
  try {
    return await readJson<Demo>(await send('/v1/demo', { signal }));
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** A token for a person of the demonstration. */
export async function signInToDemo(user: string): Promise<SignedToken> {
  return readJson(
    await send('/v1/demo/sessions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user }),
    }),
  );
}

/** Where the browser goes to sign in with an issuer of the organisation; it comes back to `place`. */
export function issuerAddress(organisation: string, issuer: string, place: string): string {
  return `/v1/sign-in?${new URLSearchParams({ organisation, issuer, returnTo: place })}`;
}

/** The place of the console where somebody is, to come back to. */
export const ownPlace = (): string => `/console/${location.hash}`;
