/**
 * How much longer a new document of one organisation takes to be found while another one has thousands waiting (R31):
 * `node bench/workplace/fairness.ts [--backlog 5000] [--samples 20]`. Prints JSON, times in milliseconds.
 */
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { percentilesOf } from '../../src/core/percentile.ts';
import { createApiClient } from '../../test/support/api-client.ts';
import { aDocument, deliver, openSmallWorkplace } from '../../test/support/small-workplace.ts';
import { makeDataFolder, runCli, startSourcier } from '../../test/support/sourcier-process.ts';

const { values } = parseArgs({
  options: { backlog: { type: 'string', default: '5000' }, samples: { type: 'string', default: '20' } },
});
const environment = { WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' };
const data = await makeDataFolder();
const workplace = await openSmallWorkplace();
const text = 'Une note de service, comme il y en a tant. '.repeat(40);
const file = workplace.file('note.md', `# Note\n\n${text}`);

try {
  const large = await anOrganisation('grande');
  const small = await anOrganisation('petite');
  const server = await startSourcier(data.path, environment);
  const program = createApiClient(server.address, small.key);
  // The first documents warm up what reads.
  await measure('chauffe', 3);
  const alone = await measure('seul', Number(values.samples));
  for (let at = 0; at < Number(values.backlog); at += 100) {
    const events = Array.from({ length: 100 }, (_, n) =>
      aDocument(`g${at + n}`, file, { tenant: 'grande', acl: { allow: ['space:42'] } }),
    );
    const { status } = await deliver(server.address, large, events);
    if (status !== 202) throw new Error(`status ${status}`);
  }
  const beside = await measure('beside', Number(values.samples));
  process.stdout.write(
    // Less than the backlog: it was there to the end.
    `${JSON.stringify({ backlog: Number(values.backlog), alone, beside, fetchedInAll: workplace.asked.length })}
`,
  );
  await server.stop();

  async function measure(name: string, samples: number) {
    const tookMs: number[] = [];
    const repliedMs: number[] = [];
    const fetchedMs: number[] = [];
    for (let at = 0; at < samples; at += 1) {
      const id = `${name}-${at}`;
      const started = performance.now();
      await deliver(server.address, small, aDocument(id, file, { tenant: 'petite' }));
      repliedMs.push(performance.now() - started);
      for (let isFetched = false; ; ) {
        const { body } = await program.get(`/v1/items/${id}`);
        const { state } = body as { state: string };
        if (!isFetched && (state === 'parsing' || state === 'indexed')) {
          isFetched = true;
          fetchedMs.push(performance.now() - started);
        }
        if (state === 'indexed') break;
        await sleep(10);
      }
      tookMs.push(performance.now() - started);
      await sleep(100);
    }
    return {
      ...percentilesOf(tookMs),
      // Where the time goes: until the event was taken, and until its bytes were there and read.
      repliedP50: percentilesOf(repliedMs).p50,
      fetchedP50: percentilesOf(fetchedMs).p50,
    };
  }
} finally {
  await workplace.close();
  await data.remove();
}

async function anOrganisation(id: string) {
  const path = `${data.path}/${id}.yaml`;
  await writeFile(path, `organisation: ${id}\nusers: []\nspaces: {}\n`);
  await must('org', 'apply', path);
  const origin = ['--content-origin', workplace.origin];
  const { secret } = JSON.parse(
    await must('source', 'save', 'travail', '--org', id, '--directory', ...origin, '--json'),
  ) as { secret: string };
  const { key } = JSON.parse(
    await must(
      'service-key',
      'add',
      'b',
      '--org',
      id,
      '--source',
      'travail',
      '--scope',
      'items:read',
      '--json',
    ),
  ) as { key: string };
  return { organisation: id, id: 'travail', secret, key };
}

async function must(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(data.path, args, environment);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}
