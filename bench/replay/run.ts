/**
 * A week's documents through the product as delivered: `npm run bench:replay -- [--documents 10000] [--embed] [--seed 1] [--ask 2]`. A workplace
 * announces files of all usual formats, new, edited, moved and deleted, to a server that fetches, reads and indexes them, while somebody
 * asks so many questions a second. With `--embed`, vectors too, by the model on this machine. Prints JSON: a line each half minute, then
 * the figures. On Linux alone.
 */
import { rm, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { postgresPid, startServer } from '../../eval/run/open-target.ts';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { meterProcessTree } from '../../src/adapters/process-tree/process-tree.ts';
import type { DocumentState } from '../../src/core/document.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { sum } from '../../src/core/sum.ts';
import { createApiClient } from '../../test/support/api-client.ts';
import { findUsualModel } from '../../test/support/embedding/usual-model.ts';
import { deliver, openSmallWorkplace, type SmallEvent } from '../../test/support/small-workplace.ts';
import { makeDataFolder, runCli } from '../../test/support/sourcier-process.ts';
import { readConnection } from '../../test/support/test-stores.ts';
import { readMaterial } from '../growth/realistic-corpus.ts';
import { createAnnouncer, directory, type ReadyStep } from './announce-week.ts';
import { planWeek } from './plan-week.ts';
import { shareOfChunking } from './share-of-chunking.ts';
import { type SecondsByStage, secondsByStage, stages } from './stage-meter.ts';
import { weekFiles } from './week-files.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000' },
    embed: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    ask: { type: 'string', default: '2' },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
  },
});
const reads = Number(values.documents);
const org = 'ormeval';
const person = 'agent';
/** Documents that are announced and not yet found, at most: a workplace does not wait, but later versions must not overtake. */
const mostUnderWay = 400;
const batch = 50;
const lookEveryMs = 500;
const tellEveryMs = 30_000;
/** Of a document until which it is under way. */
const unread = ['queued', 'fetching', 'parsing'] as const satisfies DocumentState[];
const unfinished: readonly DocumentState[] = values.embed ? [...unread, 'searchable-words'] : unread;

const material = readMaterial(values.data);
const questions = material.questions.map(({ text }) => text);
const data = await makeDataFolder();
const workplace = await openSmallWorkplace();
const variables = {
  WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8',
  // Pages of office files are looked up once somebody wants to see them: an addition that most do without.
  SOFFICE_PATH: 'none',
  ...(values.embed ? await withModel() : { EMBEDDINGS: 'none' }),
};
try {
  const ready = await makeReady();
  const secret = await prepare();
  const server = await startServer({ ...variables, SOURCIER_DATA: data.path });
  const database = await openDatabase(await readConnection(data.path), { maxConnections: 1 });
  try {
    console.log(JSON.stringify(await replay(ready, { server, database, secret })));
  } finally {
    await database.destroy();
    await server.stop();
  }
} finally {
  await workplace.close();
  await data.remove();
}

async function withModel() {
  const found = await findUsualModel();
  if ('missing' in found) throw new Error(found.missing);
  return { EMBEDDINGS: 'installed', EMBEDDINGS_MODEL_FOLDER: found.folder };
}

/** All files of the week are made before anything is measured. */
async function makeReady(): Promise<ReadyStep[]> {
  const makeWeekFile = weekFiles(material, values.data);
  const ready: ReadyStep[] = [];
  for (const step of planWeek(reads, {
    apart: Math.min(2 * mostUnderWay, reads / 5),
    seed: Number(values.seed),
  })) {
    if (step.kind !== 'read') {
      ready.push({ step, file: null, title: '', path: `archives/d${step.number}` });
      continue;
    }
    const { title, path, bytes } = await makeWeekFile(step);
    const file = workplace.file(`${step.number}-${step.version}`, bytes);
    ready.push({ step, file, title, path });
  }
  const megabytes = ready.reduce((sum, { file }) => sum + (file?.size ?? 0), 0) / 1e6;
  const count = (kind: string) => ready.filter(({ step }) => step.kind === kind).length;
  console.log(
    JSON.stringify({
      what: 'week',
      read: reads,
      edited: ready.filter(({ step }) => step.kind === 'read' && step.version > 1).length,
      moved: count('moved'),
      deleted: count('deleted'),
      megabytes: rounded(megabytes),
    }),
  );
  return ready;
}

/** An organisation whose only source is the workplace. Gives the secret of its deliveries. */
async function prepare(): Promise<string> {
  const file = `${data.path}-organisation.yaml`;
  await writeFile(file, `organisation: ${org}\nusers: []\nspaces: {}\n`);
  await command('org', 'apply', file);
  await rm(file);
  const origin = ['--content-origin', workplace.origin];
  const { secret } = await command('source', 'save', 'travail', '--org', org, '--directory', ...origin);
  return secret;
}

async function command(...words: string[]) {
  const { exitCode, stdout, stderr } = await runCli(data.path, [...words, '--json'], variables);
  if (exitCode !== 0) throw new Error(`sourcier ${words.join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}

type Running = {
  readonly server: Awaited<ReturnType<typeof startServer>>;
  readonly database: Database;
  readonly secret: string;
};

/** Announces the week as fast as it is read, and asks all the while. */
async function replay(ready: readonly ReadyStep[], { server, database, secret }: Running) {
  const send = async (events: readonly SmallEvent[]) => {
    const source = { organisation: org, id: 'travail', secret };
    const { status, body } = await deliver(server.address, source, events);
    const { results = [] } = body as { results?: { outcome: string }[] };
    if (status !== 202 || results.some(({ outcome }) => outcome === 'rejected'))
      throw new Error(`${status}: ${JSON.stringify(body).slice(0, 500)}`);
  };
  await send(directory(person));
  const { token } = await command('token', '--as', person, '--org', org);

  const announce = createAnnouncer();
  const postgres = await postgresPid(data.path);
  const meter = meterProcessTree([server.pid, postgres], { sampleEveryMs: 2_000 });
  const before = secondsByStage(server.pid, postgres);
  const started = performance.now();
  const over = new AbortController();
  const asking = askSteadily(server.address, token, over.signal);
  let told = started;
  const figures = (read: number) => {
    const seconds = secondsSince(started);
    return {
      read,
      seconds,
      documentsPerSecond: rounded(read / seconds),
      searchMs: asking.soFar(),
      cpuMsByStage: perDocument(before, secondsByStage(server.pid, postgres), read),
      load1: load(),
    };
  };
  for (let next = 0; ; ) {
    const counts = await countByState(database);
    const underWay = sum(unfinished.map((state) => counts[state] ?? 0));
    if (next === ready.length && underWay === 0) break;
    if (performance.now() - told > tellEveryMs) {
      told += tellEveryMs;
      const read = ready.slice(0, next).filter(({ step }) => step.kind === 'read').length - underWay;
      console.log(JSON.stringify({ ...figures(read), ...counts }));
    }
    if (next < ready.length && underWay < mostUnderWay) {
      await send(ready.slice(next, next + batch).map(announce));
      next += batch;
      if (next > ready.length) next = ready.length;
    } else await sleep(lookEveryMs);
  }
  const inAll = figures(reads);
  over.abort();
  await asking.ended;
  const { peakRssBytes, cpuSeconds } = meter.stop();
  const { rows: chunks } = await sql<{ count: number }>`
    select count(*) as count from chunk where org = ${org}`.execute(database);
  return {
    what: 'replay',
    embed: values.embed,
    ...inAll,
    states: await countByState(database),
    unread: await countUnread(database),
    chunksLive: chunks[0]?.count,
    peakMegabytes: Math.round(peakRssBytes / 1e6),
    cpuSecondsPerDocument: rounded(cpuSeconds / reads, 3),
    ofAnalysis: shareOfChunking(material),
  };
}

/** One question each so many milliseconds, whether or not the last one has its reply. */
function askSteadily(address: string, token: string, over: AbortSignal) {
  const client = createApiClient(address, token);
  const tookMs: number[] = [];
  let failed = 0;
  const ask = async (query: string) => {
    const begun = performance.now();
    const reply = await client.post('/v1/search', { query }).catch(() => null);
    if (reply?.status === 200) tookMs.push(performance.now() - begun);
    else failed += 1;
  };
  const goOn = async () => {
    const all: Promise<void>[] = [];
    for (let at = 0; !over.aborted; at += 1) {
      all.push(ask(questions[(at * 7) % questions.length] ?? ''));
      await sleep(1_000 / Number(values.ask), undefined, { signal: over }).catch(() => {});
    }
    await Promise.all(all);
  };
  return { soFar: () => ({ ...percentilesOf(tookMs), failed }), ended: goOn() };
}

async function countByState(database: Database): Promise<Partial<Record<DocumentState, number>>> {
  const { rows } = await sql<{ state: DocumentState; count: number }>`
    select state, count(*) as count from document where org = ${org} group by state`.execute(database);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Documents without text, by why. */
async function countUnread(database: Database): Promise<Record<string, number>> {
  const { rows } = await sql<{ reason: string; count: number }>`
    select reason, count(*) as count from document
     where org = ${org} and state in ('skipped', 'failed') group by reason`.execute(database);
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

function perDocument(before: SecondsByStage, after: SecondsByStage, read: number) {
  return Object.fromEntries(
    stages.map((stage) => [stage, rounded(((after[stage] - before[stage]) / Math.max(1, read)) * 1_000)]),
  );
}

function secondsSince(started: number): number {
  return rounded((performance.now() - started) / 1_000);
}

function load(): number {
  return rounded(loadavg()[0] ?? 0);
}

function rounded(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
