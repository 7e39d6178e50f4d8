import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository, Person } from '../../ports/access-repository.ts';
import type { DocumentView, Library } from '../../ports/library.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { Sessions } from '../../ports/sessions.ts';
import type { TokenIssuer } from '../../ports/token-issuer.ts';
import { AppError } from '../errors.ts';
import type { AccessFilter } from './access-filter.ts';
import { authenticateCaller } from './authenticate-caller.ts';
import { authoriseCaller } from './authorise-caller.ts';
import { bearerOf } from './bearer.ts';
import { hashToken, isToken } from './opaque-token.ts';

export type LinkDeps = {
  readonly access: Pick<AccessRepository, 'findPerson' | 'readableClasses'>;
  readonly issuer: Pick<TokenIssuer, 'verify'>;
  readonly sessions: Pick<Sessions, 'findLive'>;
  readonly library: Pick<Library, 'find'>;
  readonly secretBox: Pick<SecretBox, 'seal' | 'open'>;
  readonly clock: () => Date;
};

/** What a request was let in by, as an `Authorization` header, and whether a cookie brought it. */
export type Credentials = { readonly authorization: string | undefined; readonly byCookie: boolean };

/** Nothing but links is sealed for this. */
const context = ['document-link'];

/** What a link says, sealed: it can be neither read nor changed on its way. */
const linkContent = z.strictObject({
  org: z.string(),
  user: z.string(),
  document: z.string(),
  version: z.int(),
  /** In milliseconds since 1970. */
  expiresAt: z.number(),
  /** Hash of the session that it was made in; `null`: with a token that has none. */
  session: z.string().nullable(),
  /** Made by a browser with a cookie, which comes along by itself: without it, it is another browser. */
  byCookie: z.boolean(),
});

/**
 * Makes a link to one version of a document for viewers that cannot send a header (R18): for this person, in this session, for
 * some minutes.
 * @throws AppError `NOT_FOUND`
 */
export async function makeLink(
  { library, issuer, secretBox, clock }: Pick<LinkDeps, 'library' | 'issuer' | 'secretBox' | 'clock'>,
  within: AccessFilter,
  { authorization, byCookie }: Credentials,
  id: string,
): Promise<{ readonly link: string; readonly document: DocumentView; readonly expiresAt: Date }> {
  const document = await library.find(within, id);
  if (!document) throw new AppError('NOT_FOUND');
  const token = bearerOf(authorization);
  const isSession = isToken('session', token);
  // Whether the session has not ended is asked when the link is used.
  const tokenEnds = isSession ? Number.POSITIVE_INFINITY : (await issuer.verify(token)).expiresAt.getTime();
  const expiresAt = Math.min(clock().getTime() + tunables.tokens.linkMs, tokenEnds);
  const content: z.infer<typeof linkContent> = {
    org: within.org,
    user: within.user,
    document: document.id,
    version: document.version,
    expiresAt,
    session: isSession ? hashToken(token) : null,
    byCookie,
  };
  const sealed = secretBox.seal(JSON.stringify(content), context);
  return { link: Buffer.from(sealed).toString('base64url'), document, expiresAt: new Date(expiresAt) };
}

/**
 * What a link opens at this moment: rights are resolved anew. It opens nothing when it was changed or has expired, its session
 * ended, its person went or lost the document, this has another version, or who comes with credentials is somebody else.
 * @throws AppError `NOT_FOUND` for all of these alike
 */
export async function openLink(
  deps: LinkDeps,
  link: string,
  authorization: string | undefined,
): Promise<{ readonly within: AccessFilter; readonly document: DocumentView }> {
  const content = unsealed(deps, link);
  if (!content || content.expiresAt <= deps.clock().getTime()) throw new AppError('NOT_FOUND');
  const person = await holderOf(deps, content);
  if (!person || !(await mayHold(deps, person, content, authorization))) throw new AppError('NOT_FOUND');
  const within = await authoriseCaller(deps, { org: person.org, user: person.id });
  const document = await deps.library.find(within, content.document);
  if (document?.version !== content.version) throw new AppError('NOT_FOUND');
  return { within, document };
}

function unsealed(
  { secretBox }: Pick<LinkDeps, 'secretBox'>,
  link: string,
): z.infer<typeof linkContent> | null {
  try {
    const sealed = new Uint8Array(Buffer.from(link, 'base64url'));
    return linkContent.parse(JSON.parse(secretBox.open(sealed, context)));
  } catch {
    return null;
  }
}

/** The person that it was made for, as long as they and their session are there. */
async function holderOf(
  { access, sessions }: Pick<LinkDeps, 'access' | 'sessions'>,
  { org, user, session }: z.infer<typeof linkContent>,
): Promise<Person | null> {
  const person = await access.findPerson(org, { id: user });
  if (!person || session === null) return person;
  const identity = await sessions.findLive(session);
  const signedIn = identity && (await access.findPerson(identity.org, identity));
  return signedIn && isSame(signedIn, person) ? person : null;
}

/** A viewer without credentials may, unless it should be the browser that made the link; with credentials, the same person alone. */
async function mayHold(
  deps: Pick<LinkDeps, 'access' | 'issuer' | 'sessions'>,
  person: Person,
  { byCookie }: z.infer<typeof linkContent>,
  authorization: string | undefined,
): Promise<boolean> {
  if (authorization === undefined) return !byCookie;
  const caller = await authenticateCaller(deps, authorization).catch(() => null);
  return caller !== null && isSame(caller, person);
}

const isSame = (one: Person, other: Person): boolean => one.org === other.org && one.id === other.id;
