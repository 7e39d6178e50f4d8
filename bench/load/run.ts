/**
 * Twice the peak on one machine (R85): `npm run bench:load -- [--rate 56] [--documents 12] [--answer 10] [--minutes 10] [--chunks 20000]
 * [--people 200]`. So many questions a second whose answers are written for so many seconds each, by a provider that stands in for the
 * customer's, while a workplace announces so many new and changed documents a second, which are fetched, read and found. Prints JSON: one line
 * every half minute, then what people met; exit code 1 when one in a thousand met an error. The askers, the provider and the workplace are one
 * process on the same machine: `askerLoopP99Ms` says how late that was itself, which is part of all times.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { childEnvironment, readEnvironment } from '../../config/env.ts';
import { startServer } from '../../eval/run/open-target.ts';
import { openLoad } from '../../src/cli/open-load.ts';
import { openStores } from '../../src/compose/stores.ts';
import { organisationFile } from '../../src/core/access/organisation-file.ts';
import { saveSource } from '../../src/core/workplace/manage-sources.ts';
import { aDocument, deliver, openSmallWorkplace } from '../../test/support/small-workplace.ts';
import { startSlowProvider } from '../answering/slow-provider.ts';
import { fill, org } from '../growth/fill.ts';
import { makeDocument, readMaterial, spaces } from '../growth/realistic-corpus.ts';
import { tidyDatabase } from '../growth/tidy-database.ts';
import { seededRandom } from '../index/synthetic-corpus.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '56' },
    documents: { type: 'string', default: '12' },
    answer: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '10' },
    chunks: { type: 'string', default: '20000' },
    people: { type: 'string', default: '200' },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
  },
});
const seconds = Number(values.minutes) * 60;
const material = readMaterial(values.data);
const questions = material.questions.map(({ text }) => text);
const workplaceOrg = 'ormeval';
const loopResolutionMs = 10;
/** Announcements between a document and its new version, in fours: enough for the first to be read meanwhile. */
const changesAfter = 4 * 120;
const variables = {
  SOURCIER_DATA: mkdtempSync(join(tmpdir(), 'sourcier-load-')),
  WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8',
  EMBEDDINGS: 'none',
};

const provider = await startSlowProvider({ answerMs: Number(values.answer) * 1_000 });
const workplace = await openSmallWorkplace();
try {
  const { tokens, secret } = await prepare();
  await tidyDatabase(variables.SOURCIER_DATA);
  const server = await startServer(
    { ...variables, LLM_BASE_URL: provider.baseUrl, LLM_MODEL: 'lent', LLM_TRUST: 'on-premises' },
    { entry: join(import.meta.dirname, '../answering/serve-streams.ts') },
  );
  const over = new AbortController();
  try {
    const memory = watchMemory(server, over.signal);
    const announced = announce(server.address, secret, over.signal);
    const askerDelay = monitorEventLoopDelay({ resolution: loopResolutionMs });
    askerDelay.enable();
    const met = await openLoad(server.address, tokens, questions, {
      perSecond: Number(values.rate),
      seconds,
      random: seededRandom(1),
    });
    over.abort();
    console.log(
      JSON.stringify({
        what: 'load',
        ...values,
        data: undefined,
        ...met,
        askerLoopP99Ms: Math.round(askerDelay.percentile(99) / 1e6 - loopResolutionMs),
        announced: await announced,
        fetched: workplace.asked.length,
        rssMegabytes: thirdsOf(await memory),
        load1: Math.round((loadavg()[0] ?? 0) * 10) / 10,
      }),
    );
    process.exitCode = met.errors * 1_000 < met.asked ? 0 : 1;
  } finally {
    over.abort();
    await server.stop();
  }
} finally {
  provider.close();
  await workplace.close();
  rmSync(variables.SOURCIER_DATA, { recursive: true, force: true });
}

/** Two organisations: one that asks in what it has, and one whose workplace announces documents. */
async function prepare() {
  const stores = await openStores(readEnvironment(childEnvironment(variables)));
  try {
    const users = Array.from({ length: Number(values.people) }, (_, at) => `agent-${at}`);
    const organisations = [
      {
        organisation: org,
        users,
        groups: { encadrement: users.slice(0, 20) },
        spaces: Object.fromEntries(
          spaces.map((space, at) => [
            space,
            // Half of the spaces are everybody's; each of the others, of one person in four.
            {
              title: space,
              members:
                at % 2 === 0
                  ? [`org:${org}`]
                  : users.filter((_, user) => user % 4 === (at - 1) / 2).map((user) => `user:${user}`),
            },
          ]),
        ),
      },
      { organisation: workplaceOrg, users: [], spaces: {} },
    ];
    for (const one of organisations)
      await stores.access.applyOrganisation(organisationFile.parse(one), stores.issuer.issuer);
    await fill(stores, material, { chunks: Number(values.chunks), generation: 'none@0' });
    const key = { org: workplaceOrg, id: 'travail' };
    const input = { directory: true, contentOrigins: [workplace.origin] };
    const { secret } = await saveSource(stores, key, input, null);
    const tokens = await Promise.all(
      users.map(async (id) => {
        const person = await stores.access.findPerson(org, { id });
        return (await stores.issuer.issue({ org, subject: person?.id ?? '' })).token;
      }),
    );
    return { tokens, secret: secret ?? '' };
  } finally {
    await stores.queue.close();
    await stores.close();
  }
}

/**
 * Announces documents, a second's worth at a time, whether or not the last ones were taken in time: three new ones for each that has
 * a new version. Gives how many there were, and how many of these the server took.
 */
async function announce(address: string, secret: string, over: AbortSignal) {
  const source = { organisation: workplaceOrg, id: 'travail', secret };
  const told = { events: 0, taken: 0 };
  const deliveries: Promise<void>[] = [];
  const started = performance.now();
  for (let second = 0; !over.aborted; second += 1) {
    const events = Array.from({ length: Number(values.documents) }, () => {
      told.events += 1;
      const earlier = told.events - 3 - changesAfter;
      const isChange = told.events % 4 === 0 && earlier > 0;
      const number = isChange ? earlier : told.events;
      const content = `${makeDocument(material, number).markdown.slice(0, 6_000)}\n\nVersion ${told.events}.`;
      return aDocument(`d${number}`, workplace.file(`${number}-${told.events}.md`, content), {
        contentVersion: isChange ? 2 : 1,
      });
    });
    deliveries.push(
      deliver(address, source, events).then(
        ({ status }) => {
          if (status === 202) told.taken += events.length;
        },
        // It is not among those that were taken.
        () => undefined,
      ),
    );
    const next = started + (second + 1) * 1_000;
    await sleep(Math.max(0, next - performance.now()), undefined, { signal: over }).catch(() => {});
  }
  await Promise.all(deliveries);
  return told;
}

/** Memory of the server in megabytes, every half minute. */
async function watchMemory(server: Awaited<ReturnType<typeof startServer>>, over: AbortSignal) {
  const seen: number[] = [];
  while (!over.aborted) {
    const { rss, loopP99Ms } = await server.ask<{ rss: number; loopP99Ms: number }>();
    seen.push(Math.round(rss / 1e6));
    console.log(
      JSON.stringify({
        open: provider.openNow(),
        rssMegabytes: seen.at(-1),
        loopP99Ms: Math.round(loopP99Ms),
      }),
    );
    await sleep(30_000, undefined, { signal: over }).catch(() => {});
  }
  return seen;
}

/** Means of the first, second and last third: whether it is flat. */
function thirdsOf(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / 3);
  return [0, 1, 2].map((third) => {
    const part = values.slice(third * size, (third + 1) * size);
    return Math.round(part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length));
  });
}
