/**
 * Whether all ends as the source has it, whatever fails on the way (R77, R80):
 * `npm run bench:chaos -- [--documents 10000] [--kill 0.3] [--every 5] [--fault 10] [--calm 10] [--perSecond 20] [--seed 1]`. Two APIs and
 * two workers as processes, whose stores are paused, unreachable, slow and killed in turn for `fault` seconds, while documents are made,
 * edited, renamed, moved, closed and deleted and each worker is killed with this probability every so many seconds.
 * Prints JSON; ends with 1 when anything differs.
 */
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deliver, openSmallWorkplace, type SmallEvent } from '../../test/support/small-workplace.ts';
import { lookAtApis, reportAvailability } from './availability.ts';
import { askDatabase, compare, countLeft } from './compare.ts';
import { startDeployment } from './deployment.ts';
import { type Fault, failStores, killWorkers } from './faults.ts';
import { createTown, people, type TownPerson } from './town.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000' },
    kill: { type: 'string', default: '0.3' },
    every: { type: 'string', default: '5' },
    fault: { type: 'string', default: '10' },
    calm: { type: 'string', default: '10' },
    perSecond: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const documents = Number(values.documents);
const seed = Number(values.seed);
const org = 'ormeval';
const stuckMs = 240_000;
const began = performance.now();
const seconds = () => Math.round((performance.now() - began) / 100) / 10;
const say = (what: string) => process.stderr.write(`${seconds()} s: ${what}\n`);

const workplace = await openSmallWorkplace();
const deployment = await startDeployment({ org, apis: 2, workers: 2, contentOrigin: workplace.origin });
const streaming = new AbortController();
const looking = new AbortController();
try {
  const source = { organisation: org, id: 'travail', secret: deployment.secret };
  let deliveries = 0;
  let refused = 0;
  /** As a workplace does: the same events to one API or the other, until they are taken. */
  const send = async (events: readonly SmallEvent[]) => {
    for (let attempt = 0; ; attempt += 1) {
      deliveries += 1;
      const { address = '' } = deployment.apis[(deliveries + attempt) % deployment.apis.length] ?? {};
      const reply = await deliver(address, source, events).catch(() => null);
      const results = (reply?.body as { results?: { outcome: string }[] } | undefined)?.results;
      if (results?.some(({ outcome }) => outcome === 'rejected'))
        throw new Error(JSON.stringify(reply?.body));
      if (reply?.status === 202) return;
      refused += 1;
      await sleep(500);
    }
  };

  const town = createTown(workplace, { seed });
  await send(town.foundation());
  const clients = Object.fromEntries(
    await Promise.all(people.map(async (person) => [person, await deployment.as(person)] as const)),
  ) as Record<TownPerson, Awaited<ReturnType<typeof deployment.as>>>;

  say('all runs');
  const faults: Fault[] = [];
  // Less often once all is announced: an index that is asked all the time takes little.
  const looks = lookAtApis(clients.alice, () => (streaming.signal.aborted ? 2_000 : 250), looking.signal);
  const killing = killWorkers(
    deployment,
    { probability: Number(values.kill), everyMs: Number(values.every) * 1_000, seed },
    streaming.signal,
  );
  const failing = failStores(
    deployment,
    { lastsMs: Number(values.fault) * 1_000, calmMs: Number(values.calm) * 1_000 },
    async (fault) => {
      faults.push(fault);
      say(fault.name);
    },
    streaming.signal,
  );
  const batch = 10;
  for (let at = 0; at < documents; at += batch) {
    const events = Array.from({ length: Math.min(batch, documents - at) }, (_one, more) =>
      town.next(at + more),
    );
    await Promise.all([send(events.flat()), sleep((1_000 * batch) / Number(values.perSecond))]);
  }
  say('all was announced');
  streaming.abort();
  const [killed] = await Promise.all([killing, failing]);
  say('nothing fails any more');

  const ended = performance.now();
  let left = 1;
  // A job of a killed worker is missed after a minute and a half: without any change for longer than that, nothing comes any more.
  for (let changedAt = ended, quietSince = Infinity; !(performance.now() - quietSince > 5_000); ) {
    await sleep(1_000);
    const now = await countLeft(deployment.stores, org);
    if (now !== left) changedAt = performance.now();
    left = now;
    quietSince = left === 0 ? Math.min(quietSince, performance.now()) : Infinity;
    if (performance.now() - changedAt > stuckMs && left > 0) break;
  }
  const quietAfterSeconds = Math.round((performance.now() - ended) / 1_000);
  const jobsLeft = await jobsOf(deployment.apis[0]?.address ?? '');
  looking.abort();
  say(`${left} left to do`);
  const first = Object.fromEntries(people.map((person) => [person, clients[person][0]])) as Parameters<
    typeof compare
  >[2];
  const different = await compare(deployment, town.documents, first);
  const [taken] = await askDatabase<{ again: string }>(
    deployment.stores,
    'select coalesce(sum(greatest(claim - wanted_version, 0)), 0) as again from document where org = $1',
    [org],
  );
  const report = {
    documents,
    deleted: [...town.documents.values()].filter(({ isDeleted }) => isDeleted).length,
    deliveries,
    deliveriesRefused: refused,
    workersKilled: killed,
    takenUpAgain: Number(taken?.again),
    seconds: seconds(),
    quietAfterSeconds,
    left,
    jobsLeft,
    availability: reportAvailability(await looks, faults),
    machine: { processors: cpus().length, load: loadavg().map((load) => Math.round(load * 10) / 10) },
    different: different.length,
    examples: different.slice(0, 40),
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  if (different.length > 0) {
    for (const { output } of [...deployment.workers, ...deployment.apis])
      process.stderr.write(output().slice(-3_000));
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
} finally {
  streaming.abort();
  looking.abort();
  await deployment.close();
  await workplace.close();
}

/** What the queue still holds, as the metrics tell it. */
async function jobsOf(address: string): Promise<string[]> {
  const text = await (await fetch(new URL('/metrics', address))).text();
  return text
    .split('\n')
    .filter((line) => /^sourcier_(jobs|outbox_jobs)\{/.test(line) && !line.endsWith(' 0'));
}
