import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { WrittenEvent } from './record.ts';

/** Where events go, and as whom. */
export type Target = {
  /** Address of Sourcier, without a path. */
  readonly address: string;
  readonly organisation: string;
  readonly source: string;
  readonly secret: string;
};

/** How a delivery is forged or marred; absent: rightly signed and sent now. */
export type Forgery = 'wrong-secret' | 'no-signature' | 'altered-after-signing' | 'old' | 'of-the-future';

/** What Sourcier said to a delivery. */
export type PushReply = {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter: string | null;
};

const anotherSecret = `whsec_${Buffer.from('a secret of somebody else entirely').toString('base64')}`;
const shifts = { old: -600_000, 'of-the-future': 600_000 } as const;

/** Sends one event, or a batch, signed as Standard Webhooks says, by that standard's own package. */
export async function pushOnce(
  { address, organisation, source, secret }: Target,
  events: WrittenEvent | readonly WrittenEvent[],
  { id = `msg_${crypto.randomUUID()}`, forgery }: { readonly id?: string; readonly forgery?: Forgery } = {},
): Promise<PushReply> {
  const body = JSON.stringify(events);
  const shift = forgery === 'old' || forgery === 'of-the-future' ? shifts[forgery] : 0;
  const moment = new Date(Date.now() + shift);
  const signer = new Webhook(forgery === 'wrong-secret' ? anotherSecret : secret);
  const query = new URLSearchParams({ organisation, source });
  const response = await fetch(`${address}/v1/events?${query}`, {
    method: 'POST',
    body: forgery === 'altered-after-signing' ? body.replace('travail.example', 'travail.exemple') : body,
    headers: {
      'content-type': `application/cloudevents${Array.isArray(events) ? '-batch' : ''}+json`,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(moment.getTime() / 1_000)),
      ...(forgery !== 'no-signature' && { 'webhook-signature': signer.sign(id, moment, body) }),
    },
  });
  const text = await response.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // A body that is no JSON is told as it is.
  }
  return { status: response.status, body: parsed, retryAfter: response.headers.get('retry-after') };
}

/** Sends until it is taken: waits as `Retry-After` says at 429 and 503, gives up on anything else. */
export async function pushUntilTaken(
  target: Target,
  events: WrittenEvent | readonly WrittenEvent[],
): Promise<PushReply> {
  const id = `msg_${crypto.randomUUID()}`;
  for (let attempt = 1; ; attempt += 1) {
    const reply = await pushOnce(target, events, { id });
    if (![429, 503].includes(reply.status) || attempt === 10) return reply;
    await sleep(Math.min(Number(reply.retryAfter ?? 1) * 1_000, 10_000));
  }
}
