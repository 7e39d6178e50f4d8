/**
 * How long it takes to pull a whole workplace, and what live events wait meanwhile: `npm run bench:backfill -- [--items 200000]
 * [--spaces 200] [--pause-ms 400]`. Somebody is taken out of a space, and asks at once, again and again while the pull runs; the last
 * line is JSON.
 */
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { createBackfillStore } from '../../src/adapters/postgres/workplace/backfill-store.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { type Backfill, remainingSeconds } from '../../src/core/workplace/backfill/backfill.ts';
import { createApiClient } from '../../test/support/api-client.ts';
import { openSmallExport } from '../../test/support/small-export.ts';
import { aDocument, anEvent, deliver, openSmallWorkplace } from '../../test/support/small-workplace.ts';
import { makeDataFolder, runCli, startSourcier } from '../../test/support/sourcier-process.ts';
import { fillExport } from '../../test/support/synthetic-workplace.ts';
import { readConnection } from '../../test/support/test-stores.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '200000' },
    spaces: { type: 'string', default: '200' },
    'pause-ms': { type: 'string', default: '400' },
  },
});
const items = Number(values.items);
const environment = { WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' };
const org = 'ormeval';
const data = await makeDataFolder();
const source = await openSmallExport();
const workplace = await openSmallWorkplace();
const server = await startSourcier(data.path, environment);
const cli = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await runCli(
    data.path,
    [...args, '--org', org, '--json'],
    environment,
  );
  if (exitCode !== 0) throw new Error(`sourcier ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
};

const database = await openDatabase(await readConnection(data.path), { maxConnections: 1 });
const backfills = createBackfillStore(database);

try {
  fillExport(source, { items, spaces: Number(values.spaces) });
  const organisation = `${data.path}-organisation.yaml`;
  await writeFile(organisation, `organisation: ${org}\nusers: []\nspaces: {}\n`);
  const applied = await runCli(data.path, ['org', 'apply', organisation, '--json'], environment);
  await rm(organisation);
  if (applied.exitCode !== 0) throw new Error(applied.stderr);
  const { secret } = await cli(
    ...['source', 'save', 'travail', '--directory', '--export-url', source.url],
    ...['--export-token', 'export-token', '--content-origin', workplace.origin],
  );
  const send = async (event: object) => {
    const begun = performance.now();
    const { status } = await deliver(server.address, { organisation: org, id: 'travail', secret }, [event]);
    if (status !== 202) throw new Error(`events: ${status}`);
    return performance.now() - begun;
  };
  const file = workplace.file('temoin.md', '# Témoin\n\nLe préavis du congé sabbatique est de trois mois.');
  const directory = [
    anEvent('space.created', 'space/temoin', { title: 'Témoin' }),
    anEvent('user.upserted', 'user/temoin', { name: 'Témoin' }),
  ];
  const witnessed = aDocument('temoin', file, { space: 'temoin', acl: { allow: ['space:temoin'] } });
  // Also in the export, which says nothing newer of them: whom a pull does not find there may do nothing more.
  source.directory.push(...directory);
  source.items.set('temoin', witnessed);
  for (const event of [...directory, witnessed]) await send(event);
  await send(anEvent('space.members.changed', 'space/temoin', { added: ['user:temoin'] }));
  const { token } = await cli('token', '--as', 'temoin');
  const witness = createApiClient(server.address, token);
  const sees = async () => {
    const { status, body } = await witness.post('/v1/search', { query: 'congé sabbatique' });
    if (status !== 200) throw new Error(`search: ${status} ${JSON.stringify(body)}`);
    return (body as { results: unknown[] }).results.length > 0;
  };
  while (!(await sees())) await sleep(100);

  const begun = performance.now();
  const { id } = await cli('backfill', 'start', 'travail');
  const revocations: number[] = [];
  const searches: number[] = [];
  let leaks = 0;
  let done = false;
  const ended = Promise.resolve().then(async function again(): Promise<Backfill> {
    const mine = await backfills.find(org, id);
    if (!mine) throw new Error('it is gone');
    process.stderr.write(
      `\r${mine.phase} ${mine.listed}/${mine.expected} ~${remainingSeconds(mine, new Date())} s   `,
    );
    if (mine.state !== 'running') return mine;
    await sleep(1_000);
    return again();
  });
  const watched = ended.finally(() => {
    done = true;
  });
  // What fails below is told, and not that nobody could watch any more.
  watched.catch(() => {});
  while (!done) {
    revocations.push(
      await send(anEvent('space.members.changed', 'space/temoin', { removed: ['user:temoin'] })),
    );
    const asked = performance.now();
    if (await sees()) leaks += 1;
    searches.push(performance.now() - asked);
    await send(anEvent('space.members.changed', 'space/temoin', { added: ['user:temoin'] }));
    await sleep(Number(values['pause-ms']));
  }
  const backfill = await watched;
  const seconds = ((backfill.endedAt?.getTime() ?? 0) - backfill.startedAt.getTime()) / 1_000;
  process.stdout.write(
    `\n${JSON.stringify({
      items,
      state: backfill.state,
      listed: backfill.listed,
      seconds: Math.round(seconds),
      itemsPerSecond: Math.round(items / seconds),
      wallSeconds: Math.round((performance.now() - begun) / 1_000),
      revocationsMs: percentilesOf(revocations),
      searchesMeanwhileMs: percentilesOf(searches),
      leaks,
    })}\n`,
  );
} finally {
  await database.destroy();
  await server.stop();
  await workplace.close();
  await source.close();
  await data.remove();
}
