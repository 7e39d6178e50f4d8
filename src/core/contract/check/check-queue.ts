import { tunables } from '../../../../config/tunables.ts';
import { leasedEvents } from '../export-page.ts';
import type { CheckContext } from './context.ts';
import { parseJson, readLine } from './listing.ts';
import { type Finding, skipped, verdict } from './report.ts';

const { leaseSeconds } = tunables.contractCheck;
const leaseMs = (leaseSeconds + 1) * 1_000;

type Taken = { readonly lease: string | null; readonly ids: readonly string[]; readonly problems: string[] };

/** What waits is given for the time of its lease, and again afterwards. */
export async function checkQueueLease(context: CheckContext): Promise<Finding> {
  const first = await take(context);
  if (first === 'not-offered') return skipped('not-offered');
  const [id] = first.ids;
  if (first.problems.length > 0) return verdict(first.problems);
  if (id === undefined) return skipped('queue-empty');
  const problems: string[] = [];
  const meanwhile = await take(context);
  if (meanwhile !== 'not-offered' && meanwhile.ids.includes(id))
    problems.push(`queue: event ${id} was given twice within its lease of ${leaseSeconds} s`);
  await context.sleep(leaseMs);
  const again = await take(context);
  if (again === 'not-offered' || !again.ids.includes(id))
    problems.push(`queue: event ${id} was not given again after its lease`);
  await context.sleep(leaseMs);
  return verdict(problems);
}

/** What was acknowledged does not come back. Takes one event out of the queue. */
export async function checkQueueAck(context: CheckContext): Promise<Finding> {
  if (!context.mayConsumeQueue) return skipped('not-asked');
  const taken = await take(context);
  if (taken === 'not-offered') return skipped('not-offered');
  const [id] = taken.ids;
  if (taken.problems.length > 0) return verdict(taken.problems);
  if (id === undefined) return skipped('queue-empty');
  const results = taken.ids.map((one) => ({ id: one, outcome: 'applied' }));
  const body = { lease: taken.lease, results };
  const reply = await context.probe.ask({ target: 'ack', method: 'POST', token: 'right', body });
  if (reply.status < 200 || reply.status >= 300)
    return verdict([`ack: ${reply.failure ?? `status ${reply.status}`}`]);
  await context.sleep(leaseMs);
  const after = await take(context);
  await context.sleep(leaseMs);
  if (after === 'not-offered' || !after.ids.includes(id)) return verdict([]);
  return verdict([`queue: event ${id} was given again after it was acknowledged`]);
}

async function take({ probe }: CheckContext): Promise<Taken | 'not-offered'> {
  const target = `queue?lease=${leaseSeconds}&limit=1`;
  const { status, text, failure } = await probe.ask({ target, token: 'right' });
  if ([404, 405, 501].includes(status)) return 'not-offered';
  const nothing = { lease: null, ids: [] };
  if (status !== 200) return { ...nothing, problems: [`queue: ${failure ?? `status ${status}`}`] };
  const reply = leasedEvents.safeParse(parseJson(text));
  if (!reply.success)
    return {
      ...nothing,
      problems: reply.error.issues.map(({ path, message }) => `queue: ${path.join('.')}: ${message}`),
    };
  const { lease, events } = reply.data;
  const problems = events.flatMap(
    (event, at) => readLine((event ?? {}) as Record<string, unknown>, `queue event ${at + 1}`).problems,
  );
  if (events.length > 0 && lease === null) problems.push('queue: events without a lease');
  if (events.length > 1) problems.push(`queue: ${events.length} events for limit=1`);
  const ids = events.map((event) => String((event as { id?: unknown } | null)?.id));
  return { lease, ids, problems: [...problems] };
}
