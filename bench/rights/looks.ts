/**
 * What looking at rights costs while many answers stream: `npm run bench:looks -- [--streams 560] [--people 200] [--seconds 20]`. As many
 * watches as streams, each with six documents, without the answers themselves; one line of JSON. `cores` is processor time by time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { childEnvironment, readEnvironment } from '../../config/env.ts';
import { postgresPid } from '../../eval/run/open-target.ts';
import { meterProcessTree } from '../../src/adapters/process-tree/process-tree.ts';
import { createLooks } from '../../src/compose/looks.ts';
import { openStores } from '../../src/compose/stores.ts';
import { authoriseCaller } from '../../src/core/access/authorise-caller.ts';
import { watchRights } from '../../src/core/access/watch-rights.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { anOrganisation, aSubmission, classFor, publishText } from '../../test/support/test-stores.ts';

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '560' },
    people: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
  },
});
const org = 'regards';
const spaces = Array.from({ length: 20 }, (_, at) => `s${at}`);
const users = Array.from({ length: Number(values.people) }, (_, at) => `u${at}`);
const documentsOfSpace = 10;
const documentsOfAnswer = 6;

const dataFolder = mkdtempSync(join(tmpdir(), 'sourcier-looks-'));
const stores = await openStores(readEnvironment(childEnvironment({ SOURCIER_DATA: dataFolder })));
try {
  await stores.access.applyOrganisation(
    anOrganisation({
      organisation: org,
      users,
      groups: { tous: users },
      spaces: Object.fromEntries(spaces.map((space) => [space, { title: space, members: ['group:tous'] }])),
    }),
    stores.issuer.issuer,
  );
  const documents: { id: string; version: number }[] = [];
  for (const space of spaces)
    for (let at = 0; at < documentsOfSpace; at += 1) {
      const accessClass = await classFor(stores, org, `space:${space}`);
      const submission = aSubmission({ org, space, accessClass, externalId: `${space}-${at}.md` });
      documents.push(
        await publishText(stores, submission, `Le tarif ${space} numéro ${at} est de trois euros.`),
      );
    }
  const looks = createLooks(stores);
  const tookMs: number[] = [];
  const watched = {
    lostAmong: async (...asked: Parameters<typeof looks.lostAmong>) => {
      const started = performance.now();
      const lost = await looks.lostAmong(...asked);
      tookMs.push(performance.now() - started);
      return lost;
    },
  };
  const watches = [];
  let ended = 0;
  for (let at = 0; at < Number(values.streams); at += 1) {
    const user = users[at % users.length] ?? '';
    const { token } = await stores.issuer.issue({ org, subject: user });
    const within = await authoriseCaller(stores, { org, user });
    const confirm = () => looks.confirm(`Bearer ${token}`, { org, id: user });
    const watch = watchRights({ library: watched }, within, { confirm });
    const first = (at * 7) % documents.length;
    watch.add([...documents, ...documents].slice(first, first + documentsOfAnswer));
    watch.signal.addEventListener('abort', () => (ended += 1));
    watches.push(watch);
  }
  await sleep(1_000);
  tookMs.length = 0;
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const meter = meterProcessTree([await postgresPid(dataFolder)], { sampleEveryMs: 60_000 });
  const [before, began] = [process.cpuUsage(), performance.now()];
  await sleep(Number(values.seconds) * 1_000);
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
  console.log(
    JSON.stringify({
      what: 'looks',
      streams: watches.length,
      looksPerSecond: Math.round(tookMs.length / seconds),
      cores: {
        server: rounded((user + system) / 1e6 / seconds),
        postgres: rounded(meter.stop().cpuSeconds / seconds),
      },
      lookMs: percentilesOf(tookMs),
      loopP99Ms: Math.round(delay.percentile(99) / 1e6 - 10),
      ended,
      load1: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    }),
  );
  for (const watch of watches) watch.end();
} finally {
  await stores.queue.close();
  await stores.close();
  rmSync(dataFolder, { recursive: true, force: true });
}
