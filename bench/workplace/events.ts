/**
 * How many signed events a second one server takes, sustained, while what they announce is fetched and read beside:
 * `node bench/workplace/events.ts [--events 20000] [--batch 100] [--senders 2] [--unread]`. Prints JSON. With `--unread`, documents
 * are encrypted from end to end: nothing is fetched, so that accepting is measured alone.
 */
import { parseArgs } from 'node:util';
import { percentilesOf } from '../../src/core/percentile.ts';
import {
  aDocument,
  anEvent,
  deliver,
  openSmallWorkplace,
  type SmallEvent,
} from '../../test/support/small-workplace.ts';
import { makeDataFolder, runCli, startSourcier } from '../../test/support/sourcier-process.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '20000' },
    batch: { type: 'string', default: '100' },
    senders: { type: 'string', default: '2' },
    unread: { type: 'boolean', default: false },
  },
});
const total = Number(values.events);
const batch = Number(values.batch);
const environment = { WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' };

const data = await makeDataFolder();
const workplace = await openSmallWorkplace();
const file = workplace.file('note.md', '# Note\n\nUne note de service, comme il y en a tant.');
try {
  const { writeFile } = await import('node:fs/promises');
  const organisation = `${data.path}/ormeval.yaml`;
  await writeFile(organisation, 'organisation: ormeval\nusers: []\nspaces: {}\n');
  await must('org', 'apply', organisation);
  const { secret } = JSON.parse(
    await must('source', 'save', 'travail', '--directory', '--content-origin', workplace.origin, '--json'),
  ) as { secret: string };
  const server = await startSourcier(data.path, environment);
  const source = { organisation: 'ormeval', id: 'travail', secret };
  const events = Array.from({ length: total }, (_, at) => event(at));
  const latencies: number[] = [];
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: Number(values.senders) }, async () => {
      while (next < events.length) {
        const part = events.slice(next, next + batch);
        next += batch;
        const before = performance.now();
        const { status, body } = await deliver(server.address, source, part);
        latencies.push(performance.now() - before);
        if (status !== 202) throw new Error(`${status}: ${JSON.stringify(body)}`);
        const { results } = body as { results: { outcome: string }[] };
        if (results.some(({ outcome }) => outcome === 'rejected')) throw new Error('rejected');
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(
    `${JSON.stringify({
      events: total,
      batch,
      senders: Number(values.senders),
      unread: values.unread,
      seconds: Number(seconds.toFixed(1)),
      eventsPerSecond: Math.round(total / seconds),
      deliveryMs: percentilesOf(latencies),
      fetchedMeanwhile: workplace.asked.length,
    })}\n`,
  );
  await server.stop();
} finally {
  await workplace.close();
  await data.remove();
}

/** Of ten events: six new documents, two changes of readers, one move, one change of members. */
function event(at: number): SmallEvent {
  const known = `d${Math.max(0, at - 10 - (at % 6))}`;
  const acl = { allow: [`space:${at % 40}`], restrictedTo: at % 3 ? [] : [`grp:${at % 200}`] };
  const space = String(at % 40);
  const encryption = values.unread ? 'e2ee' : 'none';
  if (at % 10 < 6) return aDocument(`d${at}`, file, { space, acl, encryption });
  if (at % 10 < 8) return anEvent('document.acl.changed', `doc/${known}`, { acl, aclVersion: at });
  if (at % 10 === 8)
    return anEvent('document.moved', `doc/${known}`, { space, folderPath: ['f1'], acl, aclVersion: at });
  return anEvent('space.members.changed', `space/${space}`, {
    added: [`user:${at % 1_000}`],
    removed: [`user:${(at + 1) % 1_000}`],
  });
}

async function must(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(data.path, args, environment);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}
