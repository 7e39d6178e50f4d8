import { tunables } from '../../../config/tunables.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import { AppError } from '../errors.ts';
import type { Source } from './source.ts';
import { isSigned, type SignedHeaders } from './webhook-signature.ts';

export type AuthenticateSourceDeps = {
  readonly sources: Pick<SourceRepository, 'find' | 'listSecrets'>;
  readonly secretBox: Pick<SecretBox, 'open'>;
  readonly clock: () => Date;
};

/** What a sealed secret of a source is bound to: moved to another organisation or source it does not open (R57). */
export const secretContext = (org: string, source: string, id: string): readonly string[] => [
  'source-secret',
  org,
  source,
  id,
];

/**
 * Finds the source that a delivery claims to come from, when it is signed with one of its secrets. A source that is unknown or
 * switched off looks like a wrong signature.
 * @throws AppError `SIGNATURE_INVALID`
 */
export async function authenticateSource(
  { sources, secretBox, clock }: AuthenticateSourceDeps,
  claimed: { readonly organisation: string; readonly source: string },
  headers: SignedHeaders,
  body: Uint8Array,
): Promise<Source> {
  const { organisation: org, source: id } = claimed;
  const [source, sealed] = await Promise.all([sources.find(org, id), sources.listSecrets(org, id)]);
  const secrets = sealed.map((secret) => secretBox.open(secret.sealed, secretContext(org, id, secret.id)));
  const signed = isSigned(secrets, headers, body, {
    now: clock(),
    toleranceMs: tunables.workplace.signatureToleranceMs,
  });
  if (!source?.enabled || !signed) throw new AppError('SIGNATURE_INVALID');
  return source;
}
