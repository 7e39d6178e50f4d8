/**
 * How searching slows as an organisation grows: `npm run bench:growth -- [--sizes 10000,50000,100000,250000] [--questions 400]
 * [--concurrency 4] [--model FOLDER] [--out FOLDER] [--profile FOLDER] [--folder FOLDER]`. At each size a server is asked over HTTP by words
 * alone, then with vectors; one line of JSON each, and a plot in `--out`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { childEnvironment, readEnvironment } from '../../config/env.ts';
import { postgresPid, startServer } from '../../eval/run/open-target.ts';
import { createLocalEmbedder } from '../../src/adapters/local-embedder/embedder.ts';
import { readModelFolder } from '../../src/adapters/local-embedder/model-folder.ts';
import { meterProcessTree } from '../../src/adapters/process-tree/process-tree.ts';
import { openStores, type Stores } from '../../src/compose/stores.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { embeddingProcesses } from '../../test/support/embedding/embedding-processes.ts';
import { findUsualModel } from '../../test/support/embedding/usual-model.ts';
import { askAll } from './ask.ts';
import { fill, idOf, makeOrganisation, org } from './fill.ts';
import { growthPlot, type Point } from './growth-plot.ts';
import { makeQuestions, people } from './questions.ts';
import { readMaterial } from './realistic-corpus.ts';
import { tidyDatabase } from './tidy-database.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,50000,100000,250000' },
    questions: { type: 'string', default: '400' },
    concurrency: { type: 'string', default: '4' },
    model: { type: 'string' },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
    out: { type: 'string' },
    profile: { type: 'string' },
    folder: { type: 'string' },
  },
});
const found = values.model ? { folder: values.model } : await findUsualModel();
if ('missing' in found) fail(found.missing);
const model = (await readModelFolder(found.folder)) ?? fail(`${found.folder}: no model`);
const material = readMaterial(values.data);
// A folder that is named is kept, and the next run goes on from what it holds.
const dataFolder = values.folder ?? mkdtempSync(join(tmpdir(), 'sourcier-growth-'));
const embedderFolder = join(dataFolder, 'embedder');
const { generation } = createLocalEmbedder(model, { folder: embedderFolder, threads: 1 });
const modes = {
  words: { EMBEDDINGS: 'none' },
  hybrid: { EMBEDDINGS: 'installed', EMBEDDINGS_MODEL_FOLDER: found.folder, EMBEDDINGS_THREADS: '1' },
};

const points: Point[] = [];
try {
  for (const chunks of values.sizes.split(',').map(Number)) {
    const { held, tokens } = await withStores(async (stores) => {
      await makeOrganisation(stores);
      const held = await fill(stores, material, { chunks, generation });
      // As a server does within a minute.
      await stores.documents.foldCounts(org);
      return { held, tokens: await issueTokens(stores) };
    });
    await tidyDatabase(dataFolder);
    for (const [mode, variables] of Object.entries(modes)) {
      const result = await measure({ mode, variables, held, tokens });
      console.log(JSON.stringify({ mode, ...held, ...result }));
      points.push({ mode, chunks: held.chunks, p95Ms: result.ms.all?.p95 ?? 0 });
    }
  }
  if (values.out) writeFileSync(join(values.out, 'growth.svg'), growthPlot(points));
} finally {
  if (!values.folder) rmSync(dataFolder, { recursive: true, force: true });
}

async function withStores<Result>(use: (stores: Stores) => Promise<Result>): Promise<Result> {
  const stores = await openStores(readEnvironment(childEnvironment({ SOURCIER_DATA: dataFolder })));
  try {
    return await use(stores);
  } finally {
    await stores.queue.close();
    await stores.close();
  }
}

async function issueTokens({ access, issuer }: Stores): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  for (const id of Object.values(people)) {
    const person = await access.findPerson(org, { id });
    if (person) tokens.set(id, (await issuer.issue({ org, subject: person.id })).token);
  }
  return tokens;
}

async function measure({ mode, variables, held, tokens }: Setup) {
  const flags = values.profile
    ? ['--cpu-prof', `--cpu-prof-dir=${join(values.profile, `${mode}-${held.chunks}`)}`]
    : [];
  const server = await startServer(
    { ...variables, SOURCIER_DATA: dataFolder },
    { entry: join(import.meta.dirname, 'serve.ts'), flags },
  );
  try {
    const asker = { address: server.address, tokens, idOf };
    const count = Number(values.questions);
    // Other questions of the same kinds go first: vectors come into memory, and code is compiled.
    const [warmUp, questions] = split(makeQuestions(material, held.documents, count + 150), 150);
    await askAll(asker, warmUp, Number(values.concurrency));
    const before = await server.ask<Steps>();
    const pids = [server.pid, await postgresPid(dataFolder), ...(await embeddingProcesses(embedderFolder))];
    // Looking at memory more often took a twelfth of the processors that are under measurement.
    const meters = pids.map((pid) => meterProcessTree([pid], { sampleEveryMs: 2_000 }));
    const started = performance.now();
    const tookMs = await askAll(asker, questions, Number(values.concurrency));
    const seconds = (performance.now() - started) / 1_000;
    const [serverUse, postgresUse, embedderUse] = meters.map((meter) => meter.stop());
    const after = await server.ask<Steps>();
    const cpuMs = (use: typeof serverUse) => rounded(((use?.cpuSeconds ?? 0) / count) * 1_000);
    const megabytes = (use: typeof serverUse) => Math.round((use?.peakRssBytes ?? 0) / 1e6);
    // The embedding process is the server's child, and shown apart.
    const ownUse = {
      cpuSeconds: (serverUse?.cpuSeconds ?? 0) - (embedderUse?.cpuSeconds ?? 0),
      peakRssBytes: (serverUse?.peakRssBytes ?? 0) - (embedderUse?.peakRssBytes ?? 0),
    };
    return {
      concurrency: Number(values.concurrency),
      perSecond: rounded(count / seconds),
      ms: Object.fromEntries([...tookMs].map(([kind, took]) => [kind, percentilesOf(took)])),
      cpuMsPerQuery: {
        server: cpuMs(ownUse),
        // Wall clock: on a machine that does other things, more than processor time.
        mainThreadBusy: rounded((after.busy - before.busy) / count),
        postgres: cpuMs(postgresUse),
        embedder: cpuMs(embedderUse),
      },
      megabytes: {
        server: megabytes(ownUse),
        postgres: megabytes(postgresUse),
        embedder: megabytes(embedderUse),
      },
      stepsMs: Object.fromEntries(
        Object.entries(after.steps).map(([name, took]) => [
          name,
          { perQuery: rounded(took.length / count), ...percentilesOf(took) },
        ]),
      ),
      load1: rounded(loadavg()[0] ?? 0),
    };
  } finally {
    await server.stop();
  }
}

type Setup = {
  readonly mode: string;
  /** Of the server's environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly held: { readonly documents: number; readonly chunks: number };
  readonly tokens: ReadonlyMap<string, string>;
};

type Steps = { readonly steps: Readonly<Record<string, readonly number[]>>; readonly busy: number };

function split<Item>(items: readonly Item[], at: number): [Item[], Item[]] {
  return [items.slice(0, at), items.slice(at)];
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function fail(why: string): never {
  console.error(why);
  process.exit(64);
}
