import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { tunables } from '../../../config/tunables.ts';
import { AppError, isAppError } from '../../core/errors.ts';
import { isNearby } from '../../core/trust.ts';
import { toResponse } from '../openai-compatible/provider-fetch.ts';
import type { AddressPolicy } from '../outgoing-http/address-policy.ts';
import { judgedLookup } from '../outgoing-http/judged-lookup.ts';

const { timeoutMs, replyBytes } = tunables.issuers;

/** The part of a request that the libraries use. */
type IssuerRequest = {
  readonly method?: string;
  readonly headers?: Headers | Record<string, string>;
  /** Text, or a form. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
};

/**
 * A `fetch` for calls of issuers. What a discovery document names is called too, so the address that is connected to is judged
 * at each call (R51); no redirect is followed (R52); plain http goes to neighbours only; replies are bounded in size and time.
 * Throws AppError `ISSUER_ADDRESS_FORBIDDEN` or `ISSUER_UNAVAILABLE`.
 */
export function createIssuerFetch(mayConnect: AddressPolicy) {
  return (input: string | URL, init: IssuerRequest = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const url = new URL(input);
      const isSecure = url.protocol === 'https:';
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const isForbidden = isIP(host) !== 0 && !mayConnect(host);
      if (isForbidden || !(isSecure || (url.protocol === 'http:' && isNearby(url.hostname))))
        return reject(new AppError('ISSUER_ADDRESS_FORBIDDEN'));
      const body = init.body == null ? undefined : String(init.body);
      const timeout = AbortSignal.timeout(timeoutMs);
      const outgoing = (isSecure ? httpsRequest : httpRequest)(url, {
        method: init.method ?? 'GET',
        headers: {
          ...Object.fromEntries(new Headers(init.headers)),
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
        agent: false,
        lookup: judgedLookup(mayConnect, 'ISSUER_ADDRESS_FORBIDDEN'),
        signal: init.signal ? AbortSignal.any([timeout, init.signal]) : timeout,
      });
      outgoing.on('error', (cause) =>
        reject(isAppError(cause) ? cause : new AppError('ISSUER_UNAVAILABLE', { cause })),
      );
      outgoing.once('response', (incoming) =>
        resolve(toResponse(incoming, { lineBytes: replyBytes, bodyBytes: replyBytes })),
      );
      outgoing.end(body);
    });
}
