import type { SignedIn } from '../../ports/identity-providers.ts';
import { AppError } from '../errors.ts';

/** Says to somebody whom an issuer knows, and the organisation does not, what to tell whoever looks after its people. */
export function accountUnknown(
  issuer: string,
  { subject, name }: Pick<SignedIn, 'subject'> & { readonly name?: string | null },
): AppError {
  const who = `${name ? `${name}, ` : ''}${subject}`;
  return new AppError('ACCOUNT_UNKNOWN', {
    explanation: {
      fr: `Identité : ${who} (${issuer}). C’est votre espace de travail qui décide qui en est membre : transmettez-lui cette identité.`,
      en: `Identity: ${who} (${issuer}). Your workplace decides who is a member: give it this identity.`,
    },
  });
}
