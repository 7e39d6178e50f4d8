import { type Command, Option } from 'commander';
import type { Sourcier } from '../../compose.ts';
import { type AccessFile, accessFile } from '../../core/access/access-file.ts';
import { type FolderReport, ingestFolder } from '../../core/ingest/ingest-folder.ts';
import { type ReasonCode, reasons } from '../../core/reasons.ts';
import { warnings } from '../../core/warnings.ts';
import type { SourceProgress } from '../../ports/document-store.ts';
import { awaitIngestion, createBar, type WaitFor } from '../await-ingestion.ts';
import { countedEn, countedFr } from '../counted.ts';
import { describeStates } from '../describe-states.ts';
import { readYaml } from '../read-yaml.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = {
  org?: string;
  space: string;
  acl?: string | false;
  source?: string;
  wait: WaitFor | 'none';
  json?: boolean;
};

export function ingestCommand(program: Command): void {
  program
    .command('ingest')
    .argument('<folder>', 'dossier à lire / folder to read')
    .description('lit un dossier et ses sous-dossiers / reads a folder and what is below it')
    .option('--org <organisation>', 'organisation')
    .requiredOption('--space <space>', 'espace / space')
    .option('--acl <file>', 'fichier d’accès YAML / YAML access file')
    .option('--no-acl', 'ouvre tout à l’espace / opens everything to the space')
    .option('--source <name>', 'nom du dossier s’il change de place / name of the folder, should it move')
    .addOption(
      new Option('--wait <what>', 'attendre / wait for').choices(['words', 'all', 'none']).default('words'),
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action(async (folder: string, options: Options) => {
      const acl = await readAccessFile(options.acl);
      await withSourcier(async (sourcier, signal) => {
        const { stores, environment } = sourcier;
        const org = await chooseOrganisation(stores, options.org);
        const started = performance.now();
        const work = options.wait === 'none' ? null : await sourcier.work();
        const bar = createBar(
          say(environment, { fr: 'comparaison', en: 'comparing  ' }),
          options.json === true,
        );
        const report = await ingestFolder(stores, {
          org,
          space: options.space,
          folder,
          accessFile: acl,
          maxBytes: environment.uploadMaxBytes,
          onProgress: bar.show,
          signal,
          ...(options.source !== undefined && { source: options.source }),
        }).finally(bar.stop);
        work?.poke();
        if (options.wait !== 'none')
          await awaitIngestion(sourcier, {
            org,
            source: report.source,
            wait: options.wait,
            quiet: options.json === true,
            signal,
          });
        const progress = await stores.documents.sourceProgress(org, report.source);
        const seconds = (performance.now() - started) / 1_000;
        if (options.json) printJson(describe(report, progress, seconds));
        else printReport(sourcier, report, progress, seconds);
      });
    });
}

/** `--acl FILE`, `--no-acl` (said to be open), or nothing said. */
async function readAccessFile(acl: string | false | undefined): Promise<AccessFile | null> {
  if (acl === undefined) return null;
  return acl === false ? [] : readYaml(acl, accessFile, 'ACCESS_FILE_INVALID');
}

type Unread = { path: string; state: string; reason: ReasonCode | null };

/** Files that were not read: by the comparison, then by the parser. */
function unreadFiles(report: FolderReport, progress: SourceProgress): Unread[] {
  const unlisted = report.unread.map(({ path, reason }) => ({ path, state: 'skipped', reason }));
  return [...unlisted, ...progress.unread].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function describe(report: FolderReport, progress: SourceProgress, seconds: number) {
  const { files, queued, moved, unchanged, removed, restored, idlePatterns } = report;
  const unread = unreadFiles(report, progress).map((file) => ({
    ...file,
    message: file.reason && { fr: reasons[file.reason].fr, en: reasons[file.reason].en },
  }));
  return {
    files,
    queued,
    moved,
    unchanged,
    removed,
    restored,
    byState: progress.byState,
    unread,
    remarks: progress.remarks,
    idlePatterns,
    seconds: round(seconds),
  };
}

function printReport(
  { environment }: Sourcier,
  report: FolderReport,
  progress: SourceProgress,
  seconds: number,
): void {
  const { files, queued, moved, unchanged, removed } = report;
  const time = round(seconds).toLocaleString(environment.language);
  process.stdout.write(
    `${say(environment, {
      fr: `${countedFr(files, 'fichier')} en ${time} s : ${countedFr(queued, 'nouveau ou modifié', 'nouveaux ou modifiés')}, ${countedFr(moved, 'déplacé')}, ${countedFr(unchanged, 'inchangé')}, ${countedFr(removed, 'retiré')}.`,
      en: `${countedEn(files, 'file')} in ${time} s: ${queued} new or changed, ${moved} moved, ${unchanged} unchanged, ${removed} removed.`,
    })}\n`,
  );
  if (report.restored > 0) printRestored(environment, report.restored);
  process.stdout.write(`${describeStates(progress.byState, environment.language)}\n`);
  if (report.idlePatterns.length > 0) {
    const warning = say(environment, {
      fr: 'Motifs du fichier d’accès qui ne décident de rien (faute de frappe ?) :',
      en: 'Patterns of the access file that decide for nothing (a slip?):',
    });
    process.stderr.write(`\n${warning}\n${report.idlePatterns.map((pattern) => `   ${pattern}\n`).join('')}`);
  }
  for (const [reason, paths] of Map.groupBy(
    unreadFiles(report, progress),
    (file) => file.reason ?? 'internal-error',
  )) {
    process.stdout.write(`\n${reasons[reason][environment.language]} [${reason}, ${paths.length}]\n`);
    for (const { path } of paths) process.stdout.write(`   ${path}\n`);
  }
  printRemarks(environment, progress);
}

function printRestored(environment: Sourcier['environment'], restored: number): void {
  process.stdout.write(
    `${say(environment, {
      fr: `${countedFr(restored, 'fichier n’était plus conservé, il l’est', 'fichiers n’étaient plus conservés, ils le sont')} à nouveau.`,
      en: `${countedEn(restored, 'file was no longer kept and is', 'files were no longer kept and are')} again.`,
    })}\n`,
  );
}

/** What the owner should know of documents that were read, by warning. */
function printRemarks({ language }: Sourcier['environment'], { remarks }: SourceProgress): void {
  const perWarning = remarks.flatMap(({ path, warnings: given, labels }) =>
    given.map(({ code }) => ({
      code,
      path: code === 'sensitivity-label' ? `${path} (${labels.map(({ name }) => name).join(', ')})` : path,
    })),
  );
  for (const [code, documents] of Map.groupBy(perWarning, (remark) => remark.code)) {
    process.stdout.write(`\n${warnings[code][language]} [${code}, ${documents.length}]\n`);
    for (const { path } of documents) process.stdout.write(`   ${path}\n`);
  }
}

const round = (seconds: number) => Math.round(seconds * 100) / 100;
