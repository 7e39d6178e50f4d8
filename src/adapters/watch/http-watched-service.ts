import { tunables } from '../../../config/tunables.ts';
import type { WatchFile } from '../../core/watch/watch-file.ts';
import { signDelivery } from '../../core/workplace/webhook-signature.ts';
import type { WatchedReply, WatchedService } from '../../ports/watched-service.ts';

/**
 * The watched service over HTTP: nothing of ours stands between what it sends and who looks at it. A redirect is not
 * followed: a token goes to the address of the file and nowhere else.
 * @param tokenOf a bearer token of a person
 * @param webhookSecret signs notices; `null`: they are not signed
 */
export function createHttpWatchedService(
  { address, alarm }: Pick<WatchFile, 'address' | 'alarm'>,
  {
    tokenOf,
    webhookSecret,
    signal,
  }: {
    readonly tokenOf: (person: string) => Promise<string>;
    readonly webhookSecret: string | null;
    readonly signal: AbortSignal;
  },
): WatchedService {
  const base = address.replace(/\/+$/, '');

  async function send(
    url: string,
    method: string,
    body: string | null,
    headers: Readonly<Record<string, string>>,
  ): Promise<WatchedReply> {
    const reply = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(tunables.watch.requestTimeoutMs)]),
      headers: { ...headers, ...(body !== null && { 'content-type': 'application/json' }) },
      ...(body !== null && { body }),
    });
    return { status: reply.status, text: await reply.text() };
  }

  const call = async (as: string, method: string, path: string, body?: object): Promise<WatchedReply> =>
    send(`${base}${path}`, method, body ? JSON.stringify(body) : null, {
      authorization: `Bearer ${await tokenOf(as)}`,
    });

  return {
    search: (as, query) => call(as, 'POST', '/v1/search', { query, limit: tunables.limits.searchResults }),
    ask: async (as, question) => {
      const reply = await call(as, 'POST', '/v1/ask', { question, stream: false });
      return { ...reply, ...idsIn(reply.text) };
    },
    report: (as, messageId) =>
      call(as, 'POST', '/v1/feedback', { messageId, useful: false, reasons: ['should-not-see'] }),
    forget: (as, conversationId) =>
      call(as, 'DELETE', `/v1/conversations/${encodeURIComponent(conversationId)}`),
    turnOff: (as) => call(as, 'PUT', '/v1/admin/assistant', { enabled: false, reason: 'leak' }),
    notify: (notice) => {
      const body = JSON.stringify(notice);
      const delivery = { id: crypto.randomUUID(), at: new Date(), body };
      const signed = webhookSecret === null ? {} : signDelivery([webhookSecret], delivery);
      return send(alarm.webhook?.url ?? '', 'POST', body, signed);
    },
  };
}

/** The ids of an answer; `null` where the reply is none: it is looked through all the same. */
function idsIn(text: string): { readonly conversationId: string | null; readonly messageId: string | null } {
  const idOf = (name: string) => new RegExp(`"${name}":"([0-9a-f-]{36})"`).exec(text)?.[1] ?? null;
  return { conversationId: idOf('conversationId'), messageId: idOf('messageId') };
}
