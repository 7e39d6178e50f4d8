import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Sourcier } from '../../compose.ts';
import { AppError } from '../../core/errors.ts';
import { replayErasures } from '../../core/lifecycle/replay-erasures.ts';
import type { KnownErasure } from '../../ports/erasure-store.ts';
import { sayReplayed } from '../present-backup.ts';
import { readErasures } from '../read-erasures.ts';
import { printJson, say, withSourcier } from '../with-sourcier.ts';

/** What was erased, kept beside backups, and done again on one from before. */
export function erasuresCommand(program: Command): void {
  const erasures = program
    .command('erasures')
    .description('ce qui a été effacé, pour les sauvegardes / what was erased, for backups');
  erasures
    .command('export')
    .option('--out <file>', 'fichier, plutôt que la sortie / file, in place of the output')
    .description(
      'un objet JSON par ligne, sans un mot de contenu / one JSON object a line, no word of content',
    )
    .action((options: { out?: string }) =>
      withSourcier(async ({ stores }) => {
        if (options.out === undefined) {
          for await (const text of listAll(stores)) await write(text);
          return;
        }
        await pipeline(listAll(stores), createWriteStream(options.out, { mode: 0o600 }));
      }),
    );
  erasures
    .command('replay')
    .argument('<file>')
    .description(
      'refait les effacements sur une sauvegarde d’avant, avant de servir / erases again on a backup from before, before serving',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action((file: string, options: { json?: boolean }) =>
      withSourcier(async ({ stores, environment }) => {
        if (!stores.isSoleUser)
          throw new AppError('CONFLICT', { detail: 'stop every other process on this data folder first' });
        const report = await replayErasures(stores, readErasures(file));
        if (options.json) return printJson(report);
        process.stdout.write(`${say(environment, sayReplayed(report))}\n`);
      }),
    );
}

/** Lines, a page at a time. */
async function* listAll(stores: Sourcier['stores']): AsyncGenerator<string, void> {
  for (const { id } of await stores.access.listOrganisations())
    for await (const page of stores.erasures.listKnown(id)) yield linesOf(page);
  const removals = await stores.organisations.listRemovals();
  yield linesOf(removals.map((removal) => ({ kind: 'organisation', ...removal }) as const));
}

const linesOf = (page: readonly KnownErasure[]): string =>
  page.map((erasure) => `${JSON.stringify(erasure)}\n`).join('');

/** The next page waits until this one was taken. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
