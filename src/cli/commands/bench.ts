import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import pLimit from 'p-limit';
import { readEnvironment } from '../../../config/env.ts';
import { meterProcessTree } from '../../adapters/process-tree/process-tree.ts';
import { issueLocalToken } from '../../core/access/issue-local-token.ts';
import { organisationFile } from '../../core/access/organisation-file.ts';
import { AppError } from '../../core/errors.ts';
import { ingestFolder } from '../../core/ingest/ingest-folder.ts';
import { percentile } from '../../core/percentile.ts';
import { awaitIngestion } from '../await-ingestion.ts';
import { countOption } from '../count-option.ts';
import { measureFirstHits } from '../measure-first-hits.ts';
import { openLoad } from '../open-load.ts';
import { exitCodes } from '../report-error.ts';
import { chooseOrganisation, printJson, withSourcier } from '../with-sourcier.ts';

export function benchCommand(program: Command): void {
  const bench = program.command('bench').description('mesures en JSON / measurements as JSON');
  bench
    .command('ingest')
    .argument('<folder>')
    .description('ingère un dossier dans un espace neuf / ingests a folder into fresh storage')
    .option(
      '--notes <n>',
      'notes déposées pour mesurer le délai / notes added to measure the delay',
      countOption,
      20,
    )
    .option('--json', 'sortie en JSON (toujours) / JSON output (always)')
    .action(benchIngest);
  bench
    .command('query')
    .argument('<file>', 'questions : JSONL {question}, ou une par ligne / JSONL {question}, or one a line')
    .description('recherches ou réponses, par HTTP / searches or answers, over HTTP')
    .requiredOption('--as <user>', 'personne / person')
    .option('--org <organisation>', 'organisation')
    .option('--url <address>', 'adresse du serveur / address of the server', 'http://127.0.0.1:3210')
    .option('--concurrency <n>', 'demandes à la fois / requests at once', countOption, 4)
    .addOption(new Option('--kind <kind>').choices(['search', 'ask']).default('search'))
    .option('--json', 'sortie en JSON (toujours) / JSON output (always)')
    .action(benchQuery);
  bench
    .command('load')
    .argument('<file>', 'questions : JSONL {question}, ou une par ligne / JSONL {question}, or one a line')
    .description(
      'questions à un rythme donné, par HTTP, réponses diffusées / questions at a given rate, over HTTP, streamed answers',
    )
    .requiredOption('--as <user...>', 'personnes / people')
    .option('--org <organisation>', 'organisation')
    .option('--url <address>', 'adresse du serveur / address of the server', 'http://127.0.0.1:3210')
    .option('--rate <n>', 'questions par seconde / questions a second', countOption, 5)
    .option('--seconds <n>', 'durée / how long', countOption, 60)
    .option('--json', 'sortie en JSON (toujours) / JSON output (always)')
    .action(benchLoad);
}

const space = 'bench';
const person = 'bench';

/** Everything from an empty data folder, in this process, so that nothing else is in the measurement. */
async function benchIngest(folder: string, options: { notes: number }): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'sourcier-bench-'));
  try {
    await withSourcier(
      async (sourcier, signal) => {
        const { stores, environment } = sourcier;
        await stores.access.applyOrganisation(
          organisationFile.parse({
            organisation: 'bench',
            users: [person],
            spaces: { [space]: { title: 'Bench', members: [`user:${person}`] } },
          }),
          stores.issuer.issuer,
        );
        const meter = meterProcessTree([process.pid, await postgresPid(dataFolder)]);
        const started = performance.now();
        const work = await sourcier.work();
        const report = await ingestFolder(stores, {
          org: 'bench',
          space,
          folder,
          accessFile: null,
          maxBytes: environment.uploadMaxBytes,
        });
        work.poke();
        await awaitIngestion(sourcier, {
          org: 'bench',
          source: report.source,
          wait: 'all',
          quiet: true,
          signal,
        });
        const seconds = (performance.now() - started) / 1_000;
        const usage = meter.stop();
        const size = await stores.documents.countText('bench');
        const firstHits = await measureFirstHits(sourcier, {
          org: 'bench',
          space,
          person,
          notes: options.notes,
        });
        printJson({
          documents: report.files,
          ...size,
          seconds: Math.round(seconds * 100) / 100,
          documentsPerSecond: Math.round((report.files / seconds) * 10) / 10,
          ...usage,
          firstHitMs: { p50: percentile(firstHits, 0.5), p95: percentile(firstHits, 0.95) },
        });
      },
      { ...readEnvironment(), dataFolder },
    );
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function postgresPid(dataFolder: string): Promise<number> {
  const file = await readFile(join(dataFolder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

type QueryOptions = {
  as: string;
  org?: string;
  url: string;
  concurrency: number;
  kind: 'search' | 'ask';
};

/** Asks a running server; a tenth of the questions goes first, so that what is measured is warm. */
async function benchQuery(file: string, options: QueryOptions): Promise<void> {
  const questions = await readQuestions(file);
  const token = await withSourcier(async ({ stores }) => {
    const org = await chooseOrganisation(stores, options.org);
    return (await issueLocalToken(stores, org, options.as)).token;
  });
  const send = async (question: string): Promise<boolean> => {
    const reply = await fetch(new URL(`/v1/${options.kind}`, options.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(options.kind === 'search' ? { query: question } : { question, stream: false }),
    });
    await reply.arrayBuffer();
    return reply.ok;
  };
  const limit = pLimit(options.concurrency);
  const warmUp = questions.slice(0, Math.ceil(questions.length / 10));
  await Promise.all(warmUp.map((question) => limit(() => send(question).catch(() => false))));

  const times: number[] = [];
  let errors = 0;
  const started = performance.now();
  await Promise.all(
    questions.map((question) =>
      limit(async () => {
        const sent = performance.now();
        if (!(await send(question).catch(() => false))) errors += 1;
        times.push(performance.now() - sent);
      }),
    ),
  );
  printJson({
    queries: questions.length,
    concurrency: options.concurrency,
    seconds: Math.round((performance.now() - started) / 10) / 100,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    p99Ms: percentile(times, 0.99),
    errors,
  });
  if (errors > 0) process.exitCode = exitCodes.failed;
}

type LoadOptions = { as: string[]; org?: string; url: string; rate: number; seconds: number };

/** Asks a running server at a rate, however long its answers take. */
async function benchLoad(file: string, options: LoadOptions): Promise<void> {
  const questions = await readQuestions(file);
  const tokens = await withSourcier(async ({ stores }) => {
    const org = await chooseOrganisation(stores, options.org);
    return Promise.all(options.as.map(async (user) => (await issueLocalToken(stores, org, user)).token));
  });
  const { rate, seconds, url } = options;
  const report = await openLoad(url, tokens, questions, { perSecond: rate, seconds });
  printJson({ rate, seconds, ...report });
  if (report.errors > 0) process.exitCode = exitCodes.failed;
}

async function readQuestions(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('USAGE', { cause, detail: `${file}: cannot be read` });
  });
  const questions = text.split('\n').flatMap((line) => {
    if (!line.trim()) return [];
    if (!line.startsWith('{')) return [line.trim()];
    const { question } = JSON.parse(line) as { question?: unknown };
    return typeof question === 'string' ? [question] : [];
  });
  if (questions.length === 0) throw new AppError('USAGE', { detail: `${file}: holds no question` });
  return questions;
}
