import type { Command } from 'commander';
import { awaitIngestion } from '../await-ingestion.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

export function reindexCommand(program: Command): void {
  program
    .command('reindex')
    .description('relit et réindexe tous les documents / reads and indexes all documents anew')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: { org?: string; json?: boolean }) =>
      withSourcier(async (sourcier, signal) => {
        const org = await chooseOrganisation(sourcier.stores, options.org);
        const documents = await sourcier.stores.documents.reindex(org);
        const work = await sourcier.work();
        work.poke();
        await awaitIngestion(sourcier, {
          org,
          wait: 'words',
          queues: ['rights', 'ingest'],
          quiet: options.json === true,
          signal,
        });
        if (options.json) return printJson({ organisation: org, documents });
        process.stdout.write(
          `${say(sourcier.environment, { fr: `${documents} documents relus.`, en: `${documents} documents read anew.` })}\n`,
        );
      }),
    );
}
