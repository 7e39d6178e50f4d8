import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { tunables } from '../../../config/tunables.ts';
import { AppError, isAppError } from '../../core/errors.ts';
import type { WorkplaceClient, WorkplaceReply } from '../../ports/workplace-client.ts';
import { type AddressPolicy, createAddressPolicy } from './address-policy.ts';
import { judgedLookup } from './judged-lookup.ts';

/**
 * Calls workplaces over HTTP. The address that is connected to is judged, not the name (R51); redirects are replies like any
 * other (R52); nothing is taken from the environment. Without TLS only networks that are not public are called: tokens and
 * documents would cross the Internet in clear. A connection that gives nothing for `idleMs` is cut.
 */
export function createWorkplaceClient(
  mayConnect: AddressPolicy,
  { idleMs }: { readonly idleMs: number } = { idleMs: tunables.workplace.fetchIdleMs },
): WorkplaceClient & { close(): void } {
  const isPublic = createAddressPolicy([]);
  const mayConnectInClear: AddressPolicy = (address) => mayConnect(address) && !isPublic(address);
  const judged = (policy: AddressPolicy) => ({ policy, lookup: judgedLookup(policy, 'ADDRESS_FORBIDDEN') });
  const ways = { https: judged(mayConnect), http: judged(mayConnectInClear) };
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  return {
    call: (address, { method = 'GET', headers = {}, body, signal }) =>
      new Promise<WorkplaceReply>((resolve, reject) => {
        const url = new URL(address);
        const secure = url.protocol === 'https:';
        const { policy, lookup } = secure ? ways.https : ways.http;
        const host = url.hostname.replace(/^\[|\]$/g, '');
        if (isIP(host) !== 0 && !policy(host)) throw new AppError('ADDRESS_FORBIDDEN');
        const outgoing = (secure ? httpsRequest : httpRequest)(url, {
          method,
          headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
          agent: secure ? agents.https : agents.http,
          lookup,
          timeout: idleMs,
          ...(signal && { signal }),
        });
        outgoing.once('timeout', () => outgoing.destroy(new Error('nothing came in time')));
        outgoing.once('error', (cause) =>
          reject(isAppError(cause) ? cause : new AppError('CONTENT_UNAVAILABLE', { cause })),
        );
        outgoing.once('response', (incoming) =>
          resolve({
            status: incoming.statusCode ?? 502,
            headers: Object.fromEntries(
              Object.entries(incoming.headers).map(([name, value]) => [
                name,
                Array.isArray(value) ? value.join(', ') : value,
              ]),
            ),
            body: incoming,
          }),
        );
        outgoing.end(body);
      }),
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
