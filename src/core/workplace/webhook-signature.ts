import { createHmac, timingSafeEqual } from 'node:crypto';

/** The headers of Standard Webhooks: an id of the delivery, seconds since 1970, and one signature or more. */
export type SignedHeaders = {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
};

const prefix = 'whsec_';

/** The bytes of a secret that is written as `whsec_` and base64; `null` for what is none of 24 to 64 bytes. */
export function secretBytes(secret: string): Buffer | null {
  const base64 = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : null;
}

/** Writes bytes as a secret of Standard Webhooks. */
export const writeSecret = (bytes: Uint8Array): string => prefix + Buffer.from(bytes).toString('base64');

/** The headers that sign a delivery with these secrets: with the new and the old one while one is replaced. */
export function signDelivery(
  secrets: readonly string[],
  delivery: { readonly id: string; readonly at: Date; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(delivery.at.getTime() / 1000));
  const signatures = secrets.map(
    (secret) => `v1,${mac(secret, delivery.id, timestamp, delivery.body).toString('base64')}`,
  );
  return {
    'webhook-id': delivery.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** True when one of the signatures is one of the secrets', made not longer ago than `toleranceMs`, nor as far ahead. */
export function isSigned(
  secrets: readonly string[],
  headers: SignedHeaders,
  body: Uint8Array,
  { now, toleranceMs }: { readonly now: Date; readonly toleranceMs: number },
): boolean {
  const { id, timestamp, signature } = headers;
  if (!id || id.length > 200 || !timestamp || !/^\d{1,12}$/.test(timestamp) || !signature) return false;
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > toleranceMs) return false;
  const given = signature
    .split(' ')
    .slice(0, 10)
    .flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3), 'base64')] : []));
  return secrets.some((secret) => {
    const expected = mac(secret, id, timestamp, body);
    return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  });
}

function mac(secret: string, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  const key = secretBytes(secret) ?? Buffer.alloc(32);
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
