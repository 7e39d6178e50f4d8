import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Sourcier } from '../../compose.ts';
import { type Backfill, backfillTroubles, remainingSeconds } from '../../core/workplace/backfill/backfill.ts';
import {
  backfillInput,
  changeBackfill,
  showBackfill,
  startBackfill,
} from '../../core/workplace/backfill/manage-backfills.ts';
import { presentBackfill } from '../../http/presenters/present-backfill.ts';
import { createBar } from '../await-ingestion.ts';
import { checkInput } from '../check-input.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };
type StartOptions = Options & { space?: string[]; wait?: boolean };
type ResumeOptions = Options & { force?: boolean; wait?: boolean };

const pollMs = 500;

/** Pulls of all that a source holds. */
export function backfillCommand(program: Command): void {
  const backfill = program
    .command('backfill')
    .description('relève tout ce que contient une source / pulls all that a source holds');
  const common = (command: Command) =>
    command.option('--org <organisation>', 'organisation').option('--json', 'sortie en JSON / JSON output');
  const waiting = (command: Command) => common(command).option('--wait', 'attend la fin / waits for its end');

  waiting(backfill.command('start').argument('<source>', 'nom de la source / name of the source'))
    .description('commence un relevé / begins a pull')
    .option('--space <space...>', 'ces espaces seulement / these spaces only')
    .action((source: string, options: StartOptions) =>
      withSourcier(async (sourcier, signal) => {
        const org = await chooseOrganisation(sourcier.stores, options.org);
        const input = checkInput(backfillInput, { source, spaces: options.space }, 'backfill');
        const started = await startBackfill(sourcier.stores, operator(org), input);
        await print(sourcier, started, options, signal);
      }),
    );

  common(backfill.command('list'))
    .description('les relevés, le dernier d’abord / pulls, the latest first')
    .option('--source <source>', 'ceux d’une source / those of a source')
    .action((options: Options & { source?: string }) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const found = await stores.backfills.list(org, { source: options.source ?? null, limit: 20 });
        if (options.json) return printJson({ backfills: found.map((one) => presentBackfill(one)) });
        for (const one of found) process.stdout.write(`${describe(environment, one)}\n`);
      }),
    );

  const change = (action: 'pause' | 'cancel', description: string) =>
    common(backfill.command(action).argument('<id>'))
      .description(description)
      .action((id: string, options: Options) =>
        withSourcier(async ({ stores, environment }) => {
          const org = await chooseOrganisation(stores, options.org);
          const changed = await changeBackfill(stores, operator(org), id, action, { force: false });
          if (options.json) return printJson(presentBackfill(changed));
          process.stdout.write(`${describe(environment, changed)}\n`);
        }),
      );
  change('pause', 'l’interrompt où il en est / pauses it where it is');

  waiting(backfill.command('resume').argument('<id>'))
    .description('le poursuit / goes on with it')
    .option('--force', 'lui permet de tout retirer / lets it remove any number')
    .action((id: string, options: ResumeOptions) =>
      withSourcier(async (sourcier, signal) => {
        const org = await chooseOrganisation(sourcier.stores, options.org);
        const force = options.force === true;
        const resumed = await changeBackfill(sourcier.stores, operator(org), id, 'resume', { force });
        await print(sourcier, resumed, options, signal);
      }),
    );

  change('cancel', 'y met fin ; ce qui est appliqué reste / ends it; what it applied stays');
}

const operator = (org: string) => ({ org, source: null, by: null });

async function print(
  sourcier: Sourcier,
  backfill: Backfill,
  options: { readonly wait?: boolean; readonly json?: boolean },
  signal: AbortSignal,
): Promise<void> {
  const ended = options.wait
    ? await awaitBackfill(sourcier, backfill, options.json === true, signal)
    : backfill;
  if (options.json) printJson(presentBackfill(ended));
  else process.stdout.write(`${describe(sourcier.environment, ended)}\n`);
  if (ended.state === 'failed') process.exitCode = 1;
}

/** Waits until it runs no longer. Without a server on this data, this process carries it on. */
async function awaitBackfill(
  sourcier: Sourcier,
  { org, id }: Backfill,
  quiet: boolean,
  signal: AbortSignal,
): Promise<Backfill> {
  const { stores, environment } = sourcier;
  if (stores.isSoleUser) await sourcier.work();
  const bar = createBar(say(environment, { fr: 'relevé    ', en: 'pulling   ' }), quiet);
  try {
    for (;;) {
      signal.throwIfAborted();
      const now = await showBackfill(stores, operator(org), id);
      bar.show(now.listed, Math.max(now.expected ?? 0, now.listed));
      if (now.state !== 'running') return now;
      await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    bar.stop();
  }
}

function describe(environment: Sourcier['environment'], backfill: Backfill): string {
  const { id, source, state, phase, listed, expected, changed, removed, unreadable, trouble } = backfill;
  const seconds = remainingSeconds(backfill, new Date());
  const left = state === 'running' && seconds !== null ? `, ~${seconds} s` : '';
  const counts = say(environment, {
    fr: `${listed}/${expected ?? '?'} relevés, ${changed} changés, ${removed} retirés, ${unreadable} illisibles`,
    en: `${listed}/${expected ?? '?'} listed, ${changed} changed, ${removed} removed, ${unreadable} unreadable`,
  });
  const why = trouble ? `  ${trouble}: ${say(environment, backfillTroubles[trouble])}` : '';
  return `${id}  ${source}  ${state}  ${phase}  ${counts}${left}${why}`;
}
