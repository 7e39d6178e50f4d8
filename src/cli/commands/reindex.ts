import { type Command, Option } from 'commander';
import type { Sourcier } from '../../compose.ts';
import { rebuildIndex } from '../../core/ingest/rebuild-index.ts';
import type { RebuildSubject } from '../../ports/document-store.ts';
import { awaitIngestion } from '../await-ingestion.ts';
import { countedEn, countedFr } from '../counted.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = {
  readonly org?: string;
  readonly space?: string;
  readonly document?: string;
  readonly fromDatabase?: boolean;
  readonly json?: boolean;
};

export function reindexCommand(program: Command): void {
  program
    .command('reindex')
    .description(
      'relit et réindexe des documents, ou tous / reads and indexes documents anew, or all of them',
    )
    .option('--org <organisation>', 'organisation')
    .option('--space <id>', 'les documents de cet espace / the documents of this space')
    .addOption(new Option('--document <id>', 'ce document / this document').conflicts('space'))
    .addOption(
      new Option(
        '--from-database',
        'récrit l’index de toutes les organisations sans rien relire / writes the index of all organisations anew, reading nothing',
      ).conflicts(['org', 'space', 'document']),
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options) =>
      withSourcier((sourcier, signal) =>
        options.fromDatabase ? rebuild(sourcier, options, signal) : readAnew(sourcier, options, signal),
      ),
    );
}

async function readAnew(sourcier: Sourcier, options: Options, signal: AbortSignal): Promise<void> {
  const org = await chooseOrganisation(sourcier.stores, options.org);
  const documents = await sourcier.stores.documents.reindex(org, { subject: subjectOf(options) });
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
    `${say(sourcier.environment, { fr: `${countedFr(documents, 'document relu', 'documents relus')}.`, en: `${countedEn(documents, 'document')} read anew.` })}\n`,
  );
}

function subjectOf({ space, document }: Options): RebuildSubject {
  if (space !== undefined) return { kind: 'space', id: space };
  if (document !== undefined) return { kind: 'document', id: document };
  return { kind: 'organisation' };
}

/** All organisations share what takes the place of the index, so they come along together. */
async function rebuild(
  { stores, engines, environment }: Sourcier,
  { json }: Options,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const organisations = (await stores.access.listOrganisations()).map(({ id }) => id);
  const documents = await rebuildIndex({ ...stores, analyser: engines.analyser }, organisations, signal);
  const minutes = (performance.now() - started) / 60_000;
  const documentsPerMinute = Math.round(documents / minutes);
  if (json) return printJson({ documents, documentsPerMinute });
  process.stdout.write(
    `${say(environment, {
      fr: `${countedFr(documents, 'document récrit', 'documents récrits')} dans l’index, ${documentsPerMinute} par minute.`,
      en: `${countedEn(documents, 'document')} written to the index anew, ${documentsPerMinute} a minute.`,
    })}\n`,
  );
}
