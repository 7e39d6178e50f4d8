import type { Identity } from '../core/access/trusted-issuer.ts';
import type { SealedSecret } from './secret-box.ts';

/** `browser`: a cookie of the page. `assistant`: a bearer token of the sidebar in the workplace. */
export type SessionKind = 'browser' | 'assistant';

export type NewSession = {
  readonly org: string;
  readonly issuerId: string;
  readonly subject: string;
  /** The issuer's own name of the session, by which it may end it. */
  readonly providerSession: string | null;
  /** The issuer's ID token, to be shown back to it at the end. */
  readonly idToken: SealedSecret | null;
  readonly kind: SessionKind;
  readonly hash: string;
  readonly lifeMs: number;
  /** The person, for the audit. */
  readonly user: string;
};

export type EndedSession = {
  readonly org: string;
  readonly issuerId: string;
  readonly kind: SessionKind;
  readonly idToken: SealedSecret | null;
};

/**
 * Sessions of people who were signed in by a trusted issuer. Each request looks its session up, so that what ended is refused at
 * the next one (R07). Sessions in browsers leave a record in the audit when they begin and when somebody ends them.
 */
export type Sessions = {
  /** Gives when it ends by itself. */
  open(session: NewSession): Promise<{ readonly expiresAt: Date }>;
  /**
   * Whose session has this hash: its row says which organisation. `null` when unknown, ended, or expired; with `expiredToo` a
   * session counts for some minutes more.
   */
  findLive(
    hash: string,
    options?: { readonly expiredToo?: boolean },
  ): Promise<({ readonly org: string } & Identity) | null>;
  /** Ends the session with this hash. Gives what it was; `null` when there is none. */
  end(hash: string): Promise<EndedSession | null>;
  /** Ends what an issuer says has ended: one of its sessions, or all of a person's. Gives how many there were. */
  endOf(
    org: string,
    issuerId: string,
    ended: { readonly providerSession: string | null; readonly subject: string | null },
  ): Promise<number>;
  /** Notes that a signed token was used; false when it had been before. */
  use(org: string, issuerId: string, tokenId: string, expiresAt: Date): Promise<boolean>;
};
