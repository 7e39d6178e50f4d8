/**
 * What Sourcier adds to an answer of a model, and what many open answers cost: `npm run bench:streams -- [--questions 300]
 * [--streams 560] [--seconds 30] [--answer 3] [--open-every 20] [--look-every 850]`. A provider that writes one token every fifth of a second stands in for the customer's; one
 * line of JSON each.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { childEnvironment, readEnvironment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import { postgresPid, startServer } from '../../eval/run/open-target.ts';
import { meterProcessTree } from '../../src/adapters/process-tree/process-tree.ts';
import { openStores } from '../../src/compose/stores.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { fill, makeOrganisation, org } from '../growth/fill.ts';
import { people } from '../growth/questions.ts';
import { readMaterial } from '../growth/realistic-corpus.ts';
import { startSlowProvider } from './slow-provider.ts';

const { values } = parseArgs({
  options: {
    questions: { type: 'string', default: '300' },
    streams: { type: 'string', default: '560' },
    seconds: { type: 'string', default: '30' },
    answer: { type: 'string', default: '3' },
    'open-every': { type: 'string', default: '20' },
    'look-every': { type: 'string', default: String(tunables.rights.lookEveryMs) },
    chunks: { type: 'string', default: '10000' },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
  },
});
const material = readMaterial(values.data);
const dataFolder = mkdtempSync(join(tmpdir(), 'sourcier-streams-'));
const provider = await startSlowProvider();
try {
  const token = await prepare();
  const server = await startServer(
    {
      SOURCIER_DATA: dataFolder,
      EMBEDDINGS: 'none',
      LLM_BASE_URL: provider.baseUrl,
      LLM_MODEL: 'lent',
      LLM_TRUST: 'on-premises',
    },
    { entry: join(import.meta.dirname, 'serve-streams.ts') },
  );
  try {
    server.tell(Number(values['look-every']));
    const asker = { address: server.address, token };
    for (const listenMs of [Number(values.answer) * 1_000, 0])
      console.log(JSON.stringify(await measureFirstByte(asker, listenMs)));
    console.log(JSON.stringify(await measureStreams(asker, server)));
  } finally {
    await server.stop();
  }
} finally {
  provider.close();
  rmSync(dataFolder, { recursive: true, force: true });
}

type Asker = { readonly address: string; readonly token: string };

/** Documents, and a token of somebody who reads them all. */
async function prepare(): Promise<string> {
  const stores = await openStores(readEnvironment(childEnvironment({ SOURCIER_DATA: dataFolder })));
  try {
    await makeOrganisation(stores);
    await fill(stores, material, { chunks: Number(values.chunks), generation: 'none@0' });
    const person = await stores.access.findPerson(org, { id: people.everything });
    return (await stores.issuer.issue({ org, subject: person?.id ?? '' })).token;
  } finally {
    await stores.queue.close();
    await stores.close();
  }
}

/**
 * From the request sent to its prompt at the provider, for ten people who listen to each answer for about so long; with 0 they
 * ask the next question as soon as the prompt has gone out, which shows how many questions a second the machine can take.
 */
async function measureFirstByte(asker: Asker, listenMs: number) {
  const limit = pLimit(10);
  const count = Number(values.questions);
  const ask = (at: number) =>
    limit(async () => {
      const mark = `repère${at}x`;
      const arrived = provider.arrivalOf(mark);
      const started = performance.now();
      const leave = openStream(asker, `${questionAt(at)} ${mark}`);
      const took = (await Promise.race([arrived, sleep(3_000, null)])) as number | null;
      // People do not ask in step.
      await sleep(listenMs * (0.5 + ((Math.abs(at) * 37) % 100) / 100));
      leave();
      return took === null ? [] : [took - started];
    });
  await Promise.all(Array.from({ length: 50 }, (_, at) => ask(-at - 1)));
  const started = performance.now();
  const took = (await Promise.all(Array.from({ length: count }, (_, at) => ask(at)))).flat();
  const perSecond = Math.round((count / (performance.now() - started)) * 10_000) / 10;
  return {
    what: 'first byte',
    concurrency: 10,
    listenMs,
    asked: count,
    perSecond,
    ms: percentilesOf(took),
    load1: load(),
  };
}

/** Answers that are all open at once. */
async function measureStreams(asker: Asker, server: Awaited<ReturnType<typeof startServer>>) {
  const count = Number(values.streams);
  const leaves: (() => void)[] = [];
  await server.ask();
  for (let at = 0; at < count; at += 1) {
    leaves.push(openStream(asker, questionAt(at)));
    await sleep(Number(values['open-every']));
  }
  await provider.open(count * 0.95);
  const before = await server.ask<{ cpuMicroseconds: number }>();
  const meter = meterProcessTree([await postgresPid(dataFolder)], { sampleEveryMs: 5_000 });
  const began = performance.now();
  let cpuMicroseconds = before.cpuMicroseconds;
  const rss: number[] = [];
  const loop: number[] = [];
  const ends = Date.now() + Number(values.seconds) * 1_000;
  while (Date.now() < ends) {
    await sleep(2_000);
    const told = await server.ask<{ rss: number; loopP99Ms: number; cpuMicroseconds: number }>();
    cpuMicroseconds = told.cpuMicroseconds;
    rss.push(Math.round(told.rss / 1e6));
    loop.push(Math.round(told.loopP99Ms));
  }
  const open = provider.openNow();
  const seconds = (performance.now() - began) / 1_000;
  const cores = {
    server: rounded((cpuMicroseconds - before.cpuMicroseconds) / 1e6 / seconds),
    postgres: rounded(meter.stop().cpuSeconds / seconds),
  };
  for (const leave of leaves) leave();
  await provider.open(0);
  const lookEveryMs = Number(values['look-every']);
  return { what: 'streams', open, lookEveryMs, cores, loopP99Ms: loop, rssMegabytes: rss, load1: load() };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

function questionAt(at: number): string {
  return material.questions[Math.abs(at * 7) % material.questions.length]?.text ?? '';
}

/** Asks with a stream, and gives what leaves it. */
function openStream({ address, token }: Asker, question: string): () => void {
  const sent = request(new URL('/v1/ask', address), {
    method: 'POST',
    agent: false,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  sent.on('response', (reply) => reply.on('error', () => undefined).resume());
  sent.on('error', () => undefined);
  sent.end(JSON.stringify({ question }));
  return () => sent.destroy();
}
