import type { TrustedIssuer } from '../core/access/trusted-issuer.ts';

/** What ties a reply to the request that it answers; all three are random and kept by the browser that asked. */
export type SignInProof = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** Whom the issuer has signed in. */
export type SignedIn = {
  readonly subject: string;
  /** The issuer's name of its session, where it has one. */
  readonly providerSession: string | null;
  /** The name that it knows; shown to the person alone. */
  readonly name: string | null;
  /** Its ID token, which it wants back when the person signs out. */
  readonly idToken: string;
};

/** Claims of a token whose signature, issuer, audience and dates hold. */
export type SignedClaims = Readonly<Record<string, unknown>>;

/**
 * Issuers as they are spoken to. Every call goes to public addresses, or networks that the operator opened (R51).
 * Throws AppError `ISSUER_UNAVAILABLE` when one does not answer, `ISSUER_ADDRESS_FORBIDDEN` when it may not be called.
 */
export type IdentityProviders = {
  /** Where to send the browser. */
  start(
    issuer: TrustedIssuer,
    secret: string | null,
    request: SignInProof & { readonly redirectUri: string },
  ): Promise<URL>;
  /**
   * Turns the reply that came with the browser (`callback`: the whole address) into who it was.
   * @throws AppError `SIGN_IN_REFUSED` for a reply that is not wholly as it must be (R27)
   */
  finish(
    issuer: TrustedIssuer,
    secret: string | null,
    reply: SignInProof & { readonly callback: URL },
  ): Promise<SignedIn>;
  /** Where to send a browser whose person signs out here, so that the issuer ends its session too; `null`: it has no such place. */
  end(
    issuer: TrustedIssuer,
    secret: string | null,
    ending: { readonly idToken: string; readonly returnTo: string },
  ): Promise<URL | null>;
  /** @throws AppError `TOKEN_INVALID` for anything but a token of this issuer for us, in date, signed with one of its keys */
  verify(issuer: TrustedIssuer, token: string): Promise<SignedClaims>;
  /** How many keys it has published, to try a connection. */
  countKeys(issuer: TrustedIssuer): Promise<number>;
};
