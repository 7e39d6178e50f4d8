/** A signed token and the moment (ISO date) from which it is refused. */
export type SignedToken = { readonly token: string; readonly expiresAt: string };

/** Gives the current token; `renew` asks for a new one, after a refusal. */
export type TokenKeeper = (options?: { readonly renew?: boolean }) => Promise<string>;

const marginMs = 30_000;

/**
 * Keeps one person's token in memory, signing again shortly before it expires. Calls made at the same time share one signature,
 * and a failed one is forgotten so that the next call tries again.
 */
export function createTokenKeeper(
  sign: () => Promise<SignedToken>,
  now: () => number = Date.now,
): TokenKeeper {
  let current: Promise<SignedToken> | undefined;
  let refreshAtMs = 0;

  const signAgain = (): Promise<SignedToken> => {
    refreshAtMs = Number.POSITIVE_INFINITY;
    const signed = sign().then(
      (token) => {
        refreshAtMs = Date.parse(token.expiresAt) - marginMs;
        return token;
      },
      (error: unknown) => {
        current = undefined;
        throw error;
      },
    );
    current = signed;
    return signed;
  };

  return async ({ renew = false } = {}) => {
    const signed = !renew && current !== undefined && now() < refreshAtMs ? current : signAgain();
    return (await signed).token;
  };
}
