import type { Environment } from '../../config/env.ts';
import { chooseOrganisation, withSourcier } from '../../src/cli/with-sourcier.ts';
import { issueLocalToken } from '../../src/core/access/issue-local-token.ts';

/** Tokens live an hour; a question may take some minutes. */
const renewAfterMs = 45 * 60_000;

/** Issues tokens for people of an organisation (the only one when not named) from a data folder, and renews them in time. */
export function createTokens(environment: Environment, organisation: string | undefined) {
  const issued = new Map<string, { readonly token: Promise<string>; readonly at: number }>();
  return (person: string): Promise<string> => {
    const known = issued.get(person);
    if (known && Date.now() - known.at < renewAfterMs) return known.token;
    const token = issueToken(environment, organisation, person);
    issued.set(person, { token, at: Date.now() });
    return token;
  };
}

function issueToken(environment: Environment, named: string | undefined, user: string): Promise<string> {
  return withSourcier(async ({ stores }) => {
    const org = await chooseOrganisation(stores, named);
    return (await issueLocalToken(stores, org, user)).token;
  }, environment);
}
