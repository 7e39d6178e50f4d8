import { readJson, send } from '../api/connection.ts';
import { ProblemError } from '../api/problem.ts';

/** Where people sign in; the browser goes to `address`. */
export type SignInService = { readonly id: string; readonly name: string; readonly address: string };

/** The sign-in services that the server shows to anybody; none where nobody signs in by a browser. */
export async function readSignInServices(signal: AbortSignal): Promise<readonly SignInService[]> {
  const reply = await send('/v1/sign-in/services', { signal, credentials: 'omit' });
  return (await readJson<{ services: readonly SignInService[] }>(reply)).services;
}

/** The address that signs somebody in and brings them back to `place` of this server. */
export function signInAddress({ address }: Pick<SignInService, 'address'>, place: string): string {
  return `${address}&${new URLSearchParams({ returnTo: place })}`;
}

/** True when the server does not know, or no longer knows, who calls. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && ['TOKEN_MISSING', 'TOKEN_INVALID'].includes(error.problem.code);
}
