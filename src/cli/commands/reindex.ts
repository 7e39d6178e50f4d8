import { type Command, Option } from 'commander';
import type { Environment } from '../../../config/env.ts';
import type { Sourcier } from '../../compose.ts';
import { rebuildIndex } from '../../core/ingest/rebuild-index.ts';
import { reasons } from '../../core/reasons.ts';
import type { RebuildSubject } from '../../ports/document-store.ts';
import type { GivenUp } from '../../ports/index-health.ts';
import { awaitRebuild } from '../await-ingestion.ts';
import { countedEn, countedFr } from '../counted.ts';
import { exitCodes } from '../report-error.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

/** Documents that are named; their number is told of all. */
const givenUpShown = 100;

const stillFound = { fr: 'trouvé avec son texte d’avant', en: 'found with its text of before' };

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
  const subject = subjectOf(options);
  const asked = await askAnew(sourcier, org, subject);
  if (asked.goesOn && !options.json) process.stderr.write(`${sayGoesOn(sourcier, asked)}\n`);
  (await sourcier.work()).poke();
  await awaitRebuild(sourcier, { org, subject, quiet: options.json === true, signal });
  const { indexHealth } = sourcier.stores;
  const givenUp = await indexHealth.countGivenUp(org, subject);
  const listed = await indexHealth.listGivenUp(org, subject, givenUpShown);
  if (givenUp > 0) process.exitCode = exitCodes.unread;
  const { documents } = asked;
  if (options.json) return printJson({ organisation: org, documents, givenUp, unread: listed });
  printReadAnew(sourcier.environment, documents, givenUp, listed);
}

type Asked = { readonly documents: number; readonly remaining: number; readonly goesOn: boolean };

/** What was interrupted goes on where it was: asked for again, what was read already would be read once more. */
async function askAnew({ stores }: Sourcier, org: string, subject: RebuildSubject): Promise<Asked> {
  const begun = await stores.indexHealth.findRebuild(org, subject);
  if (begun && begun.remaining > 0) {
    await stores.documents.goOnReading(org, subject);
    return { ...begun, goesOn: true };
  }
  const documents = await stores.documents.reindex(org, { subject });
  return { documents, remaining: documents, goesOn: false };
}

function sayGoesOn({ environment }: Sourcier, { documents, remaining }: Asked): string {
  return say(environment, {
    fr: `Une relecture déjà demandée continue : il en reste ${remaining} sur ${documents}.`,
    en: `What was asked for before goes on: ${remaining} of ${documents} remain.`,
  });
}

function printReadAnew(
  environment: Environment,
  documents: number,
  givenUp: number,
  listed: readonly GivenUp[],
): void {
  const read = Math.max(0, documents - givenUp);
  process.stdout.write(
    `${say(environment, { fr: `${countedFr(read, 'document relu', 'documents relus')}.`, en: `${countedEn(read, 'document')} read anew.` })}\n`,
  );
  if (givenUp === 0) return;
  process.stdout.write(
    `${say(environment, {
      fr: `${countedFr(givenUp, 'document n’a pas pu l’être', 'documents n’ont pas pu l’être')} (« sourcier failed list ») :`,
      en: `${countedEn(givenUp, 'document')} could not be (“sourcier failed list”):`,
    })}\n`,
  );
  for (const [reason, those] of Map.groupBy(listed, (one) => one.reason)) {
    process.stdout.write(`\n${reasons[reason][environment.language]} [${reason}]\n`);
    for (const { id, space, isFindable } of those)
      process.stdout.write(`   ${id}\t${space}${isFindable ? `\t${say(environment, stillFound)}` : ''}\n`);
  }
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
