import { ProblemError, readProblem } from './problem.ts';
import type { TokenKeeper } from './token-keeper.ts';
import type { Language } from './types.ts';

export type CallOptions = { readonly signal?: AbortSignal };

/** How the pages speak with the server for one signed person. Every call throws `ProblemError`, or an `AbortError` when stopped. */
export type Connection = ReturnType<typeof createConnection>;

/**
 * `base` is the server's address without a final `/`; empty: the one that the page comes from. `token` is asked at each call,
 * and once more when the server refuses what it gave; it goes in the Authorization header, and no cookie with it. `null`: the
 * person signed in with the browser, whose cookie goes along. `language` is read at each call, so that error texts follow the
 * page's language.
 */
export function createConnection({
  base = '',
  token,
  language,
}: {
  readonly base?: string;
  readonly token: TokenKeeper | null;
  readonly language: () => Language;
}) {
  const signed = async (headers: Headers, renew = false): Promise<Headers> => {
    if (token !== null) headers.set('Authorization', `Bearer ${await token({ renew })}`);
    headers.set('Accept-Language', language());
    return headers;
  };
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const attempt = async (renew: boolean) =>
      send(`${base}${path}`, {
        credentials: token === null ? 'same-origin' : 'omit',
        ...init,
        headers: await signed(new Headers(init.headers), renew),
      });
    try {
      return await attempt(false);
    } catch (error) {
      if (token !== null && error instanceof ProblemError && error.problem.code === 'TOKEN_INVALID')
        return attempt(true);
      throw error;
    }
  };
  return {
    base,
    /** The headers with what says who calls, for what is not sent with fetch. */
    signed,
    /** The reply itself. */
    call,
    /** The JSON of a GET. */
    get: async <T>(path: string, options: CallOptions = {}): Promise<T> =>
      readJson<T>(await call(path, options)),
    /** Sends JSON; the reply may have a body or none. */
    send: (
      method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      path: string,
      body: unknown,
      options: CallOptions = {},
    ): Promise<Response> => call(path, { ...jsonBody(method, body), ...options }),
  };
}

/** One request without a token. Throws like the calls of a connection. */
export async function send(address: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted) throw new DOMException('Stopped', 'AbortError');
    throw new ProblemError({ code: 'NETWORK', title: '' }, { cause: error });
  }
  if (response.ok) return response;
  const problem = readProblem(response.status, await response.text());
  const seconds = Number(response.headers.get('retry-after'));
  throw new ProblemError(seconds > 0 ? { ...problem, retryAfterSeconds: seconds } : problem);
}

/** What a request needs to carry this body. */
export function jsonBody(method: string, body: unknown): RequestInit {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** The body of a reply, of which the caller knows the shape. */
export async function readJson<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}
