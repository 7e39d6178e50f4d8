import type { TrustedIssuer } from '../core/access/trusted-issuer.ts';
import type { SealedSecret } from './secret-box.ts';

/** An issuer with the secret that we show it, sealed. */
export type StoredIssuer = TrustedIssuer & { readonly secret: SealedSecret | null };

/** Who may say who the people of an organisation are. Changes leave records in the audit; `by` is who, `null` the operator. */
export type TrustedIssuers = {
  /** Adds an issuer, or changes it whole; sessions that it gave before end. */
  save(
    issuer: Omit<TrustedIssuer, 'hasSecret'>,
    options: { readonly secret: SealedSecret | null; readonly by: string | null },
  ): Promise<void>;
  list(org: string): Promise<readonly TrustedIssuer[]>;
  find(org: string, id: string): Promise<StoredIssuer | null>;
  /** All organisations' trust in this `iss`: a token says who signed it before anybody knows whose it is. */
  findByIssuer(issuer: string): Promise<readonly TrustedIssuer[]>;
  /** Those of all organisations that the sign-in page shows, by organisation. */
  listPublic(): Promise<readonly TrustedIssuer[]>;
  /** False when there was none. Its sessions end. */
  remove(org: string, id: string, by: string | null): Promise<boolean>;
  /** Puts a secret that was sealed anew in the place of the one that was read; false when it had changed. */
  replaceSecret(org: string, id: string, before: SealedSecret, after: SealedSecret): Promise<boolean>;
};
