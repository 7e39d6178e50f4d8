import type { Command } from 'commander';
import { exportAudit } from '../../core/audit/export-audit.ts';
import { verifyAudit } from '../../core/audit/verify-audit.ts';
import { AppError } from '../../core/errors.ts';
import { presentAuditRecord, presentChainReport } from '../../http/presenters/present-audit.ts';
import type { AuditMark } from '../../ports/audit-repository.ts';
import { exitCodes } from '../report-error.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type VerifyOptions = { org?: string; known?: string; json?: boolean };
type ExportOptions = { org?: string; action?: string; after?: string; since?: string; until?: string };

/** Whether the audit trail is what was written, and all of it for another system to keep. */
export function auditCommand(program: Command): void {
  const audit = program.command('audit').description('le journal d’audit / the audit trail');
  audit
    .command('verify')
    .description(
      'vérifie la chaîne ; code 1 si elle est rompue / verifies the chain; exit code 1 when broken',
    )
    .option('--org <organisation>', 'organisation')
    .option('--known <sequence:hash>', 'un enregistrement gardé ailleurs / a record kept elsewhere')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: VerifyOptions) => {
      const known = options.known === undefined ? undefined : markOf(options.known);
      return withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const report = presentChainReport(await verifyAudit(stores, org, known), environment.language);
        if (!report.intact) process.exitCode = exitCodes.failed;
        if (options.json) return printJson({ organisation: org, ...report });
        const { records, head, fault } = report;
        const sound = say(environment, {
          fr: `Chaîne intacte : ${records} enregistrements.`,
          en: `The chain is intact: ${records} records.`,
        });
        process.stdout.write(`${fault ? `${fault.sequence ?? '-'}\t${fault.code}\t${fault.text}` : sound}\n`);
        process.stdout.write(`head\t${head.sequence}:${head.hash}\n`);
      });
    });
  audit
    .command('export')
    .description('les enregistrements, un objet JSON par ligne / the records, one JSON object a line')
    .option('--org <organisation>', 'organisation')
    .option('--action <action>', 'une seule sorte / one kind only')
    .option('--after <sequence>', 'après ce numéro / after this number')
    .option('--since <time>', 'AAAA-MM-JJ[THH:MM:SSZ] / YYYY-MM-DD[THH:MM:SSZ], UTC')
    .option('--until <time>', 'jusqu’à ce moment, exclu / up to this moment, without it')
    .action((options: ExportOptions) => {
      const { action } = options;
      const after = options.after === undefined ? undefined : numberOf(options.after);
      const since = momentOf('--since', options.since);
      const until = momentOf('--until', options.until);
      return withSourcier(async ({ stores }, signal) => {
        const org = await chooseOrganisation(stores, options.org);
        const filter = {
          ...(action !== undefined && { action }),
          ...(after !== undefined && { after }),
          ...(since && { since }),
          ...(until && { until }),
        };
        for await (const page of exportAudit(stores, org, filter)) {
          signal.throwIfAborted();
          const lines = page.map((record) => `${JSON.stringify(presentAuditRecord(record))}\n`);
          // The next page waits until this one was taken.
          await new Promise<void>((resolve) => process.stdout.write(lines.join(''), () => resolve()));
        }
      });
    });
}

function markOf(text: string): AuditMark {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined)
    throw new AppError('USAGE', { detail: '--known: SEQUENCE:HASH' });
  return { sequence: Number(sequence), hash };
}

function numberOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new AppError('USAGE', { detail: '--after: 0, 1, 2…' });
  return Number(text);
}

function momentOf(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(moment.getTime()))
    throw new AppError('USAGE', { detail: `${option}: YYYY-MM-DD[THH:MM:SSZ]` });
  return moment;
}
