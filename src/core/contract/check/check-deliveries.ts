import { isDeepStrictEqual } from 'node:util';
import { isSigned } from '../../workplace/webhook-signature.ts';
import { type Line, readLine } from './listing.ts';
import { type CheckResult, type Finding, skipped, verdict } from './report.ts';
import type { CheckName } from './texts.ts';

/** One delivery as it came, and how it was answered. */
export type Delivery = {
  readonly at: Date;
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly answered: number;
};

/** Signatures may be so far from the clock, as where events are received. */
const toleranceMs = 5 * 60_000;
const batchEvents = 500;

/** Judges what a workplace pushed. `secret` absent: signatures are not looked at. */
export function judgeDeliveries(
  deliveries: readonly Delivery[],
  { tenant, secret }: { readonly tenant: string | null; readonly secret: string | null },
): CheckResult[] {
  const read = deliveries.map((delivery, at) => readDelivery(delivery, `delivery ${at + 1}`));
  const lines = read.flatMap((one) => one.lines);
  const result = (check: CheckName, finding: () => Finding): CheckResult => ({
    check,
    ...(deliveries.length === 0 ? skipped('nothing-delivered') : finding()),
  });
  return [
    result('push-signature', () =>
      secret === null ? skipped('no-secret') : checkSignatures(deliveries, secret),
    ),
    result('push-events', () =>
      verdict([...read.flatMap((one) => one.problems), ...lines.flatMap((line) => line.problems)]),
    ),
    result('push-tenant', () => checkTenants(lines, tenant)),
    result('push-sequences', () => checkOrder(lines)),
    result('push-retry', () => checkRetry(deliveries)),
  ];
}

function readDelivery({ body, contentType }: Delivery, at: string): { lines: Line[]; problems: string[] } {
  const problems: string[] = [];
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return { lines: [], problems: [`${at}: the body is no JSON`] };
  }
  const isBatch = /^application\/cloudevents-batch\+json\b/.test(contentType);
  if (!isBatch && !/^application\/(cloudevents\+)?json\b/.test(contentType))
    problems.push(`${at}: content-type ${contentType || 'absent'}`);
  if (isBatch !== Array.isArray(value))
    problems.push(`${at}: content-type ${contentType} and a body that is ${isBatch ? 'no list' : 'a list'}`);
  const events = (Array.isArray(value) ? value : [value]) as Record<string, unknown>[];
  if (events.length > batchEvents) problems.push(`${at}: ${events.length} events, ${batchEvents} at most`);
  return { problems, lines: events.map((event, n) => readLine(event ?? {}, `${at} event ${n + 1}`)) };
}

function checkSignatures(deliveries: readonly Delivery[], secret: string): Finding {
  return verdict(
    deliveries.flatMap((delivery, n) => {
      const at = `delivery ${n + 1}`;
      const absent = (['id', 'timestamp', 'signature'] as const).filter(
        (name) => delivery[name] === undefined,
      );
      if (absent.length > 0) return absent.map((name) => `${at}: webhook-${name} is absent`);
      const by = (tolerance: number) =>
        isSigned([secret], delivery, delivery.body, { now: delivery.at, toleranceMs: tolerance });
      if (by(toleranceMs)) return [];
      return by(Number.POSITIVE_INFINITY)
        ? [`${at}: webhook-timestamp ${delivery.timestamp} is more than 5 minutes from the clock`]
        : [`${at}: webhook-signature is not that of the secret`];
    }),
  );
}

function checkTenants(lines: readonly Line[], tenant: string | null): Finding {
  const tenantOf = ({ value }: Line) => (value.data as { tenant?: unknown } | undefined)?.tenant;
  const expected = tenant ?? (lines[0] && tenantOf(lines[0]));
  return verdict(
    lines.flatMap((line) =>
      tenantOf(line) === expected ? [] : [`${line.at}: data.tenant is ${JSON.stringify(tenantOf(line))}`],
    ),
  );
}

/** The same id is the same event; another event of the same kind about the same thing has another sequence. */
function checkOrder(lines: readonly Line[]): Finding {
  const byId = new Map<string, Line>();
  const bySequence = new Map<string, Line>();
  const problems: string[] = [];
  for (const line of lines) {
    const { source, id, type, subject, sequence } = line.value;
    const known = byId.get(`${source} ${id}`);
    // An address may be fresh each time that an event is sent.
    if (known && !isDeepStrictEqual({ ...known.value, dataref: 0 }, { ...line.value, dataref: 0 }))
      problems.push(`${line.at}: id ${id} said something else at ${known.at}`);
    byId.set(`${source} ${id}`, line);
    if (sequence === undefined) continue;
    const key = `${type} ${subject} ${Number(sequence)}`;
    const other = bySequence.get(key);
    if (other && other.value.id !== id)
      problems.push(`${line.at}: ${subject} had the sequence ${sequence} at ${other.at} already`);
    bySequence.set(key, line);
  }
  return verdict(problems);
}

/** What was answered with 503 came again, under the same `webhook-id`. */
function checkRetry(deliveries: readonly Delivery[]): Finding {
  return verdict(
    deliveries.flatMap(({ answered, id }, at) =>
      answered !== 503 || deliveries.slice(at + 1).some((later) => later.id === id)
        ? []
        : [`delivery ${at + 1}: webhook-id ${id} did not come again after 503`],
    ),
  );
}
