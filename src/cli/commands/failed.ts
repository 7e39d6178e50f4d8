import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/is-uuid.ts';
import { type ReasonCode, reasons } from '../../core/reasons.ts';
import {
  presentFailedDocument,
  presentKept,
  presentUnreadCount,
} from '../../http/presenters/present-failed-document.ts';
import { countOption } from '../count-option.ts';
import { authoriseAuditor, chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; reason?: ReasonCode; space?: string; json?: boolean };

/** Documents that could not be read: which, why, and another try. */
export function failedCommand(program: Command): void {
  const failed = program
    .command('failed')
    .description(
      'documents qui n’ont pas pu être lus, et leur relance / documents that could not be read, and another try',
    );
  const among = (name: string) =>
    failed
      .command(name)
      .option('--reason <code>', 'un seul motif / one reason only', reasonOption)
      .option('--space <space>', 'un seul espace / one space only')
      .option('--org <organisation>', 'organisation')
      .option('--json', 'sortie en JSON / JSON output');

  among('list')
    .description('les plus récents d’abord, et les nombres par motif / latest first, and counts by reason')
    .option(
      '--as <user>',
      'administrateur : noms de ceux qu’il peut lire / administrator: names they may read',
    )
    .option('--limit <number>', 'combien au plus / how many at most', countOption, 50)
    .action(({ as, limit, ...options }: Options & { as?: string; limit: number }) =>
      withSourcier(async ({ stores, environment }) => {
        const { language } = environment;
        const org = await chooseOrganisation(stores, options.org);
        const { reason, space } = options;
        if (space !== undefined) await stores.access.findSpace(org, space);
        const reader = as === undefined ? null : await authoriseAuditor({ stores }, { as, org });
        const found = await stores.failures.list(org, { reason, space, limit }, reader);
        const documents = found.map((document) => presentFailedDocument(document, language));
        const kept = await stores.failures.listKept(org, { reason, space, limit });
        const counted = await stores.failures.count(org, space);
        const counts = counted.map((count) => presentUnreadCount(count, language));
        if (options.json)
          return printJson({
            organisation: org,
            documents,
            counts,
            kept: kept.map((document) => presentKept(document, language)),
          });
        for (const one of documents)
          process.stdout.write(
            `${[one.id, one.failedAt, one.space, one.reason.code, one.path ?? '-'].join('\t')}\n`,
          );
        for (const one of kept)
          process.stdout.write(`${['findable', one.id, one.space, one.reason].join('\t')}\n`);
        if (counts.length === 0 && kept.length === 0)
          process.stderr.write(
            `${say(environment, { fr: 'Tous les documents ont pu être lus.', en: 'All documents could be read.' })}\n`,
          );
        if (reader === null && documents.length > 0)
          process.stderr.write(
            `${say(environment, {
              fr: 'Avec --as et un administrateur, les chemins des documents qu’il peut lire sont montrés.',
              en: 'With --as and an administrator, the paths of the documents that they may read are shown.',
            })}\n`,
          );
        for (const one of counts)
          process.stdout.write(
            `${[one.state, one.documents, one.reason.code, one.reason.text].join('\t')}\n`,
          );
      }),
    );

  among('retry')
    .argument('[ids...]')
    .description('relance ces documents, ou un motif, ou tout / tries these again, or a reason, or all')
    .option('--all', 'tous ceux qui ont échoué / all that failed')
    .action((ids: string[], options: Options & { all?: boolean }) =>
      withSourcier(async ({ stores, environment }) => {
        const { reason, space, all } = options;
        const isNamed = ids.length > 0;
        if (isNamed === (all || reason !== undefined || space !== undefined))
          throw new AppError('USAGE', { detail: 'ID…, --reason, --space, --all' });
        const org = await chooseOrganisation(stores, options.org);
        if (!ids.every(isUuid)) throw new AppError('NOT_FOUND');
        const retried = await stores.failures.retry(org, isNamed ? { ids } : { reason, space }, null);
        if (isNamed && retried === 0) throw new AppError('NOT_FOUND');
        if (options.json) return printJson({ organisation: org, retried });
        const said = { fr: `Documents relancés : ${retried}.`, en: `Documents tried again: ${retried}.` };
        process.stdout.write(`${say(environment, said)}\n`);
      }),
    );
}

function reasonOption(code: string): ReasonCode {
  if (!Object.hasOwn(reasons, code)) throw new InvalidArgumentError(Object.keys(reasons).join(', '));
  return code as ReasonCode;
}
