import { pino } from 'pino';
import { type Environment, readEnvironment } from '../../config/env.ts';
import type { Sourcier } from '../compose.ts';
import type { AccessFilter } from '../core/access/access-filter.ts';
import { authoriseCaller } from '../core/access/authorise-caller.ts';
import { mayAudit } from '../core/access/roles.ts';
import { AppError } from '../core/errors.ts';

/**
 * Runs one command with Sourcier open, and closes it in order afterwards, also after Ctrl-C: what was under way then goes
 * on at the next run.
 */
export async function withSourcier<T>(
  run: (sourcier: Sourcier, signal: AbortSignal) => Promise<T>,
  environment: Environment = readEnvironment(),
): Promise<T> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  // Commands print for people; the log is for what goes wrong beneath.
  const logger = pino(
    { level: environment.logLevel === 'info' ? 'error' : environment.logLevel },
    pino.destination(2),
  );
  // Here, so that help and commands that need no stores do without the whole program.
  const { compose } = await import('../compose.ts');
  const sourcier = await compose(environment, { logger });
  try {
    return await run(sourcier, interrupted.signal);
  } catch (error) {
    throw interrupted.signal.aborted && error === interrupted.signal.reason
      ? new AppError('INTERRUPTED')
      : error;
  } finally {
    await sourcier.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/**
 * What a person of an organisation may read, for commands run by the operator in their name.
 * @throws AppError `ORGANISATION_UNKNOWN`, `USER_UNKNOWN`, `USAGE` when the organisation must be named
 */
export async function authoriseByName(
  { stores }: Pick<Sourcier, 'stores'>,
  options: { readonly as: string; readonly org?: string },
): Promise<AccessFilter> {
  const org = await chooseOrganisation(stores, options.org);
  const person = await stores.access.findPerson(org, { id: options.as });
  if (!person) throw new AppError('USER_UNKNOWN', { detail: `user: ${options.as}` });
  return authoriseCaller(stores, { org, user: person.id });
}

/**
 * The same for what is for administrators and auditors, in whatever way it is read.
 * @throws AppError also `NOT_FOUND` for somebody who is none
 */
export async function authoriseAuditor(
  sourcier: Pick<Sourcier, 'stores'>,
  options: { readonly as: string; readonly org: string },
): Promise<AccessFilter> {
  const within = await authoriseByName(sourcier, options);
  const person = await sourcier.stores.access.findPerson(options.org, { id: options.as });
  if (!person || !mayAudit(person)) throw new AppError('NOT_FOUND');
  return within;
}

/** The named organisation, or the only one there is. */
export async function chooseOrganisation(
  stores: Sourcier['stores'],
  named: string | undefined,
): Promise<string> {
  const organisations = (await stores.access.listOrganisations()).map(({ id }) => id);
  if (named !== undefined) {
    if (!organisations.includes(named))
      throw new AppError('ORGANISATION_UNKNOWN', { detail: `organisation: ${named}` });
    return named;
  }
  const [only, ...others] = organisations;
  if (only === undefined) throw new AppError('ORGANISATION_UNKNOWN');
  if (others.length > 0) throw new AppError('USAGE', { detail: `--org: ${organisations.join(', ')}` });
  return only;
}

/** The text in the language of this terminal. */
export function say({ language }: Environment, texts: { readonly fr: string; readonly en: string }): string {
  return texts[language];
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, process.stdout.isTTY ? 2 : 0)}\n`);
}
