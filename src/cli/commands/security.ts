import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/is-uuid.ts';
import { presentSecurityItem } from '../../http/presenters/present-security-item.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };

/** More than an organisation ever has open. */
const most = 100_000;

/** What people said they should not have seen: ids alone, never a text. */
export function securityCommand(program: Command): void {
  const security = program
    .command('security')
    .description(
      'réponses que des personnes disent ne pas devoir voir / answers people should not have seen',
    );
  security
    .command('list')
    .description('les signalements ouverts ; avec --all, tous / open reports; with --all, all of them')
    .option('--all', 'aussi les signalements clos / closed ones too')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options & { all?: boolean }) =>
      withSourcier(async ({ stores }) => {
        const org = await chooseOrganisation(stores, options.org);
        const items = await stores.securityItems.list(org, {
          limit: most,
          ...(!options.all && { state: 'open' }),
        });
        if (options.json) return printJson({ items: items.map(presentSecurityItem) });
        for (const { id, openedAt, state, user, messageId, documents } of items)
          process.stdout.write(
            `${[id, openedAt.toISOString(), state, user ?? '-', messageId, ...documents.map(({ documentId }) => documentId)].join('\t')}\n`,
          );
      }),
    );
  security
    .command('close')
    .argument('<id>')
    .description('clôt un signalement / closes a report')
    .option('--note <text>', 'ce qui a été fait / what was done')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((id: string, options: Options & { note?: string }) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const { note } = options;
        const change = { state: 'closed', ...(note !== undefined && { note }) } as const;
        const closed = isUuid(id) ? await stores.securityItems.update(org, id, change, null) : null;
        if (!closed) throw new AppError('NOT_FOUND');
        if (options.json) return printJson(presentSecurityItem(closed));
        process.stdout.write(`${say(environment, { fr: 'Signalement clos.', en: 'Report closed.' })}\n`);
      }),
    );
}
