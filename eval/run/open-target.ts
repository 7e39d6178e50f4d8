import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment, type Environment } from '../../config/env.ts';
import { awaitIngestion } from '../../src/cli/await-ingestion.ts';
import { withSourcier } from '../../src/cli/with-sourcier.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Ingested } from '../../src/core/evaluation/summarise.ts';
import { ingestFolder } from '../../src/core/ingest/ingest-folder.ts';
import type { PreparedCorpus } from './prepare-corpus.ts';
import type { Target } from './target.ts';
import { createTokens } from './tokens.ts';

/** Ingests a corpus into `dataFolder` (only what changed, when it holds some already) and serves it. */
export async function openCorpus(
  corpus: PreparedCorpus,
  environment: Environment,
  options: {
    readonly dataFolder: string;
    readonly quiet: boolean;
    /** What `environment` has that the environment of this process has not. */
    readonly variables?: Readonly<Record<string, string>>;
  },
): Promise<Target> {
  const own = { ...environment, dataFolder: options.dataFolder };
  const ingested = await ingest(corpus, own, options.quiet);
  const child = await startServer({
    ...options.variables,
    ...modelVariables(own),
    SOURCIER_DATA: own.dataFolder,
  });
  return {
    address: child.address,
    tokenOf: createTokens(own, corpus.organisation.organisation),
    nameOf: corpus.nameOf,
    processes: [child.pid, await postgresPid(own.dataFolder)],
    fingerprint: corpus.fingerprint,
    ingested,
    close: child.stop,
  };
}

/** What has a server use the model that the corpus was ingested with, and fetch none while it is measured. */
function modelVariables({ localModel, embeddings }: Environment): Record<string, string> {
  if (localModel?.folder !== undefined) return { EMBEDDINGS_MODEL_FOLDER: localModel.folder };
  return embeddings ? {} : { EMBEDDINGS: 'none' };
}

/** A server that runs already; tokens come from the data folder of this environment. */
export function openServerElsewhere(
  address: string,
  environment: Environment,
  organisation: string | undefined,
): Target {
  return {
    address,
    tokenOf: createTokens(environment, organisation),
    nameOf: ({ space, path }) => `${space}/${path}`,
    processes: [],
    fingerprint: null,
    ingested: null,
    close: async () => {},
  };
}

function ingest(corpus: PreparedCorpus, environment: Environment, quiet: boolean): Promise<Ingested> {
  return withSourcier(async (sourcier, signal) => {
    const { stores } = sourcier;
    const started = performance.now();
    const { organisation: org } = corpus.organisation;
    await stores.access.applyOrganisation(corpus.organisation, stores.issuer.issuer);
    const work = await sourcier.work();
    let documents = 0;
    let unread = 0;
    for (const [at, { folder, space, access }] of corpus.folders.entries()) {
      const report = await ingestFolder(stores, {
        org,
        space,
        folder,
        source: `eval-${at}`,
        accessFile: access,
        maxBytes: environment.uploadMaxBytes,
        signal,
      });
      work.poke();
      await awaitIngestion(sourcier, { org, source: report.source, wait: 'all', quiet, signal });
      const progress = await stores.documents.sourceProgress(org, report.source);
      documents += report.files;
      unread += report.unread.length + progress.unread.length;
    }
    const { chunks, vectors } = await stores.index.stats(org);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    return { documents, unread, chunks, vectors, seconds };
  }, environment);
}

type Child = {
  readonly pid: number;
  readonly address: string;
  /** What the server replies when it is asked for a report; that of evaluations has none. */
  ask<Reply>(): Promise<Reply>;
  /** Says a number to it, to which it does not reply. */
  tell(message: number): void;
  stop(): Promise<void>;
};

/** Starts a server that tells its address; `variables` change its environment, `flags` are for Node. */
export async function startServer(
  variables: Readonly<Record<string, string>>,
  {
    entry = join(import.meta.dirname, 'serve-child.ts'),
    flags = [],
  }: { entry?: string; flags?: string[] } = {},
): Promise<Child> {
  const child = fork(entry, {
    env: childEnvironment({ ...variables, PORT: '0', LOG_LEVEL: 'error' }),
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', ...flags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const nextMessage = async <Message>() =>
    Promise.race([
      once(child, 'message').then(([message]) => message as Message),
      once(child, 'exit').then(([code]) => {
        throw new AppError('INTERNAL', { detail: `the server under evaluation ended with ${code}` });
      }),
    ]);
  const { address } = await nextMessage<{ address: string }>();
  return {
    pid: child.pid ?? 0,
    address,
    ask: <Reply>() => {
      child.send('report');
      return nextMessage<Reply>();
    },
    tell: (message: number) => void child.send(message),
    stop: () => stopChild(child),
  };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

export async function postgresPid(dataFolder: string): Promise<number> {
  const file = await readFile(join(dataFolder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}
